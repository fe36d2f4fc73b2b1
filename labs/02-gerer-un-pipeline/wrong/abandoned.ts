import type { WrongAttempt } from '../../solution.ts'
import { addTest, resume, stop } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Arrêt avec abandon',
	async run(learner) {
		await addTest(learner)
		await resume(learner, await stop(learner, true))
	},
	fails: { check: 'arretee-puis-reprise', message: 'en abandonnant son action en cours' },
}
