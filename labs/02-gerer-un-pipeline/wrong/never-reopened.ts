import type { WrongAttempt } from '../../solution.ts'
import { addTest, close, publishTwo } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Porte jamais rouverte',
	async run(learner) {
		await addTest(learner)
		await close(learner)
		await publishTwo(learner)
	},
	fails: { check: 'porte-rouverte', message: 'La transition est toujours fermée' },
}
