import type { Attempt } from '../../solution.ts'
import { launch, parallelize, report, target } from '../solution.ts'

export const attempt: Attempt = {
	title: 'Rangs 5 et 10, la cible d’abord',
	async run(learner) {
		await target(learner)
		await parallelize(learner, 5, 10)
		await report(learner, { Unitaires: 'Tests', Securite: 'Audit' })
		await launch(learner)
	},
}
