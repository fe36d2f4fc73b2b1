import type { WrongAttempt } from '../../solution.ts'
import { allow, create, retry, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Version 2 déposée, sans démarrer d’exécution',
	async run(learner) {
		await create(learner)
		await allow(learner)
		await retry(learner)
		await upload(learner)
	},
	fails: {
		check: 'v2-publiee',
		message: 'La version 2 est dans la source, mais le seau web montre autre chose',
	},
}
