import type { WrongAttempt } from '../../solution.ts'
import { addTest, close } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Raison avec un accent et une apostrophe',
	async run(learner) {
		await addTest(learner)
		await close(learner, 'Gel de l’été').catch(() => {})
	},
	fails: { check: 'transition-fermee', message: 'La fermeture a été refusée' },
}
