import type { WrongAttempt } from '../../solution.ts'
import { allow, create } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Droit ajouté, mais rien n’est relancé',
	async run(learner) {
		await create(learner)
		await allow(learner)
	},
	fails: { check: 'relance', message: 'Aucune relance dans le journal' },
}
