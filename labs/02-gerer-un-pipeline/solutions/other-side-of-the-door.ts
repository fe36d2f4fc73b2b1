import type { Attempt } from '../../solution.ts'
import { addTest, close, open, publishTwo, resume, stop, tag } from '../solution.ts'

export const attempt: Attempt = {
	title: 'Porte fermée par la sortie de l’étape Test',
	async run(learner) {
		await addTest(learner)
		await close(learner, 'Gel', 'Test', 'Outbound')
		await publishTwo(learner)
		await open(learner, 'Test', 'Outbound')
		await resume(learner, await stop(learner))
		await tag(learner)
	},
}
