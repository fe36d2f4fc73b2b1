import type { WrongAttempt } from '../../solution.ts'
import { addTest, close, open, publish } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Une seule version pendant le gel',
	async run(learner) {
		await addTest(learner)
		await close(learner)
		await publish(learner, 2)
		await learner.pass(20 * 60_000)
		await open(learner)
	},
	fails: { check: 'rien-pendant-le-gel', message: 'Une seule version est arrivée pendant la fermeture' },
}
