import type { WrongAttempt } from '../../solution.ts'
import { update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Variable d’une action sœur, de même rang',
	async run(learner) {
		await update(learner, (pipeline) => {
			const [source, tests, ...rest] = pipeline.stages ?? []
			const [lint, ...others] = tests?.actions ?? []
			const [publish] = rest[0]?.actions ?? []
			const actions = [
				{ ...lint, namespace: 'lint', outputVariables: ['CIBLE'], runOrder: 1 },
				{ ...publish, runOrder: 1, configuration: { BucketName: 'filiere-#{lint.CIBLE}', Extract: 'true' } },
				...others,
			]
			return { ...pipeline, stages: [source, { ...tests, actions }] as typeof pipeline.stages }
		})
	},
	fails: { check: 'variable-declaree', message: 'PublierLeSite lit une variable de Lint' },
}
