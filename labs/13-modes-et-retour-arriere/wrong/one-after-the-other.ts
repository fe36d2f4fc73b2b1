import type { WrongAttempt } from '../../solution.ts'
import { publish, review } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Chaque version approuvée avant la suivante',
	async run(learner) {
		for (const version of [7, 8, 9, 10]) {
			await publish(learner, version)
			await review(learner)
		}
	},
	fails: { check: 'supplantees', message: 'Aucune exécution n’est au statut Superseded' },
}
