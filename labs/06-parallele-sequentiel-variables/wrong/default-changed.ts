import type { WrongAttempt } from '../../solution.ts'
import { parallelize, report, target } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Défaut changé pour une fois, au lieu d’une valeur au lancement',
	async run(learner) {
		await parallelize(learner)
		await report(learner)
		await target(learner, 'preprod')
	},
	fails: { check: 'lancee-en-preprod', message: 'Aucun lancement n’a demandé CIBLE=preprod' },
}
