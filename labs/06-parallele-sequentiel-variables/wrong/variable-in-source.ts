import type { WrongAttempt } from '../../solution.ts'
import { update, withActions } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Variable de pipeline lue par l’action source',
	async run(learner) {
		const variables = [{ name: 'CIBLE', defaultValue: 'recette' }]
		const key = { S3ObjectKey: '#{variables.CIBLE}.zip' }
		await update(learner, (pipeline) => ({
			...withActions(pipeline, ({ actionTypeId, configuration }) =>
				actionTypeId?.category === 'Source' ? { configuration: { ...configuration, ...key } } : {},
			),
			variables,
		})).catch(() => {})
	},
	fails: { check: 'variable-declaree', message: 'La dernière mise à jour a été refusée' },
}
