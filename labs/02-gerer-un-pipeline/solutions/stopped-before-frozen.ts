import type { Attempt } from '../../solution.ts'
import { addTest, close, open, publishTwo, resume, stop, tag } from '../solution.ts'

export const attempt: Attempt = {
	title: 'Tâches dans un autre ordre',
	async run(learner) {
		await tag(learner)
		await addTest(learner)
		await resume(learner, await stop(learner))
		await close(learner, 'Gel (demande de Bruno) - retour lundi?')
		await publishTwo(learner)
		await open(learner)
	},
}
