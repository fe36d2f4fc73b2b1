import type { WrongAttempt } from '../../solution.ts'
import { inQueue, publishABadOne, publishFour, rollBack, succeededIn, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Retour à la version cassée elle-même',
	async run(learner) {
		await publishFour(learner)
		await update(learner, inQueue)
		await publishABadOne(learner)
		const [online] = await succeededIn(learner, 'Production')
		await rollBack(learner, 'Production', online)
	},
	fails: { check: 'cible-du-retour', message: 'La cible était déjà en production' },
}
