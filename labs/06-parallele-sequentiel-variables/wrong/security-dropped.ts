import type { WrongAttempt } from '../../solution.ts'
import { update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Securite omise de la structure',
	async run(learner) {
		await update(learner, (pipeline) => ({
			...pipeline,
			stages: pipeline.stages?.map((stage) => ({
				...stage,
				actions: stage.actions?.filter(({ name }) => name !== 'Securite'),
			})),
		}))
	},
	fails: { check: 'trois-ensemble', message: 'Absentes de la structure : Securite' },
}
