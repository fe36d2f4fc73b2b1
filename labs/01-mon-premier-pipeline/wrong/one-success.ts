import type { WrongAttempt } from '../../solution.ts'
import { allow, create, release, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Version 2 publiée sans que la version 1 l’ait été',
	async run(learner) {
		await create(learner)
		await allow(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'deux-reussites', message: 'Exécutions réussies : 1, sur 2' },
}
