import type { WrongAttempt } from '../../solution.ts'
import { comingBack, inQueue, publishFour, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'onFailure RETRY au lieu de ROLLBACK',
	async run(learner) {
		await publishFour(learner)
		await update(learner, (pipeline) => comingBack('Production', 'RETRY')(inQueue(pipeline)))
	},
	fails: { check: 'retour-declare', message: 'déclare onFailure RETRY' },
}
