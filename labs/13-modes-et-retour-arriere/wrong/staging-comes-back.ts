import type { WrongAttempt } from '../../solution.ts'
import { comingBack, inQueue, publishFour, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Retour automatique déclaré dans la recette',
	async run(learner) {
		await publishFour(learner)
		await update(learner, (pipeline) => comingBack('Recette')(inQueue(pipeline)))
	},
	fails: { check: 'retour-automatique', message: 'n’a été suivie d’aucun retour automatique' },
}
