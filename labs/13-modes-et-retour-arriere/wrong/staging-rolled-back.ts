import type { WrongAttempt } from '../../solution.ts'
import { inQueue, publishABadOne, publishFour, review, rollBack, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Retour arrière de la recette',
	async run(learner) {
		await publishFour(learner)
		await update(learner, inQueue)
		await publishABadOne(learner)
		await rollBack(learner, 'Recette')
		await review(learner)
	},
	fails: { check: 'retour-arriere', message: 'a porté sur l’étape Recette' },
}
