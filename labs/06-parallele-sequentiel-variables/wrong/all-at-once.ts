import type { WrongAttempt } from '../../solution.ts'
import { parallelize } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Tout en parallèle, BoutEnBout compris',
	async run(learner) {
		await parallelize(learner, 1, 1)
	},
	fails: { check: 'duree', message: 'BoutEnBout a commencé avant la fin de' },
}
