import type { Attempt } from '../../solution.ts'
import { END_TO_END } from '../names.ts'
import { launch, parallelize, report, target, update } from '../solution.ts'

export const attempt: Attempt = {
	title: 'BoutEnBout dans une étape à elle, après les trois autres',
	async run(learner) {
		await parallelize(learner, 1, 1)
		await update(learner, (pipeline) => {
			const [source, tests, ...rest] = pipeline.stages ?? []
			const actions = tests?.actions ?? []
			const stages = [
				...[source ?? {}],
				{ name: tests?.name, actions: actions.filter(({ name }) => name !== END_TO_END) },
				{ name: 'Ensemble', actions: actions.filter(({ name }) => name === END_TO_END) },
				...rest,
			]
			return { ...pipeline, stages: stages as typeof pipeline.stages }
		})
		await report(learner)
		await target(learner)
		await launch(learner)
	},
}
