import type { WrongAttempt } from '../../solution.ts'
import { update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'executionMode=PARALLEL au lieu de rangs égaux',
	async run(learner) {
		await update(learner, (pipeline) => ({ ...pipeline, executionMode: 'PARALLEL' }))
	},
	fails: { check: 'trois-ensemble', message: 'executionMode=PARALLEL, et ses tests se suivent toujours' },
}
