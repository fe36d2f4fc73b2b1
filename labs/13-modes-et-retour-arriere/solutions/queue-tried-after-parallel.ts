import type { Attempt } from '../../solution.ts'
import {
	comingBack,
	inQueue,
	publish,
	publishABadOne,
	publishFour,
	review,
	rollBack,
	update,
} from '../solution.ts'

export const attempt: Attempt = {
	title: 'PARALLEL essayé d’abord, puis quitté pour QUEUED',
	async run(learner) {
		await publishFour(learner)
		await update(learner, (pipeline) => ({ ...pipeline, executionMode: 'PARALLEL' }))
		await publish(learner, '10a')
		await publish(learner, '10b')
		await review(learner)
		await update(learner, inQueue)
		await publishABadOne(learner)
		await rollBack(learner)
		await update(learner, comingBack())
	},
}
