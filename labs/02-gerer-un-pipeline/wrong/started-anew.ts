import type { WrongAttempt } from '../../solution.ts'
import { addTest, publish, stop } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Nouvelle exécution au lieu d’une reprise',
	async run(learner) {
		await addTest(learner)
		await stop(learner)
		await publish(learner, 5)
		await learner.waitForPipeline('site-demo')
	},
	fails: { check: 'arretee-puis-reprise', message: 'est au statut Stopped. Elle n’a pas été reprise' },
}
