import type { WrongAttempt } from '../../solution.ts'
import { operate, updateStages } from '../solution.ts'
import { TEST_STAGE } from '../structure.ts'

export const attempt: WrongAttempt = {
	title: 'Étape Deploy omise dans la structure rendue',
	async run(learner) {
		await updateStages(learner, (stages) => [...stages.slice(0, 2), TEST_STAGE])
		await operate(learner).catch(() => {})
	},
	fails: { check: 'rien-de-perdu', message: 'L’étape Deploy a disparu : update remplace toute la structure' },
}
