import type { Attempt } from '../../solution.ts'
import { comingBack, inQueue, publishABadOne, publishFour, rollBack, update } from '../solution.ts'

export const attempt: Attempt = {
	title: 'Mode et retour automatique déclarés ensemble, avant le retour à la main',
	async run(learner) {
		await publishFour(learner)
		await update(learner, (pipeline) => comingBack()(inQueue(pipeline)))
		await publishABadOne(learner)
		await rollBack(learner)
	},
}
