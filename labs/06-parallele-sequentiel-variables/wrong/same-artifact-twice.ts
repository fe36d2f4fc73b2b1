import type { WrongAttempt } from '../../solution.ts'
import { parallelize, report } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Même nom d’artefact pour les deux rapports',
	async run(learner) {
		await parallelize(learner)
		await report(learner, { Unitaires: 'Rapport', Securite: 'Rapport' }).catch(() => {})
	},
	fails: { check: 'deux-rapports', message: 'La dernière mise à jour a été refusée' },
}
