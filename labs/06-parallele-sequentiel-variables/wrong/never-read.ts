import type { WrongAttempt } from '../../solution.ts'
import { launch, parallelize, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Variable déclarée, que rien ne lit',
	async run(learner) {
		await parallelize(learner)
		await update(learner, (pipeline) => ({
			...pipeline,
			variables: [{ name: 'CIBLE', defaultValue: 'recette' }],
		}))
		await launch(learner)
	},
	fails: { check: 'cible-choisie', message: 'n’a pas publié dans filiere-preprod-111111111111 seul' },
}
