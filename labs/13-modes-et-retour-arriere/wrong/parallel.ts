import type { WrongAttempt } from '../../solution.ts'
import { publishFour, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'PARALLEL pour une équipe qui veut l’ordre',
	async run(learner) {
		await publishFour(learner)
		await update(learner, (pipeline) => ({ ...pipeline, executionMode: 'PARALLEL' }))
	},
	fails: { check: 'une-a-la-fois', message: '4 versions sont entrées ensemble dans l’étape de relecture' },
}
