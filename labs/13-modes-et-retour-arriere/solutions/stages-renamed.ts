import type { Attempt } from '../../solution.ts'
import { comingBack, inQueue, publishABadOne, publishFour, rollBack, update } from '../solution.ts'

/** Structures are found by what they do: names are the learner's. */
export const attempt: Attempt = {
	title: 'Étapes renommées en chemin',
	async run(learner) {
		await publishFour(learner)
		await update(learner, (pipeline) => ({
			...inQueue(pipeline),
			stages: pipeline.stages?.map((stage) =>
				stage.name === 'Production' ? { ...stage, name: 'EnLigne' } : { ...stage, name: `${stage.name}2` },
			),
		}))
		await publishABadOne(learner)
		await rollBack(learner, 'EnLigne')
		await update(learner, comingBack('EnLigne'))
	},
}
