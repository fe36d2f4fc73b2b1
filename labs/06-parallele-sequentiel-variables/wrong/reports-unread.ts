import type { WrongAttempt } from '../../solution.ts'
import { parallelize, update, withActions } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Rapports gardés, que BoutEnBout ne lit pas',
	async run(learner) {
		await parallelize(learner)
		await update(learner, (pipeline) =>
			withActions(pipeline, ({ name = '' }) =>
				name === 'Unitaires' || name === 'Securite'
					? { outputArtifacts: [{ name: `Rapport${name}`, files: ['rapport-*.txt'] }] }
					: {},
			),
		)
	},
	fails: { check: 'deux-rapports', message: 'BoutEnBout ne lit pas l’artefact de Unitaires' },
}
