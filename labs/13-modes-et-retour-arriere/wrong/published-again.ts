import type { WrongAttempt } from '../../solution.ts'
import { inQueue, publish, publishABadOne, publishFour, review, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'L’ancienne version déposée à nouveau, au lieu d’un retour arrière',
	async run(learner) {
		await publishFour(learner)
		await update(learner, inQueue)
		await publishABadOne(learner)
		await publish(learner, 11)
		await review(learner)
	},
	fails: { check: 'retour-arriere', message: 'Aucune exécution de type ROLLBACK' },
}
