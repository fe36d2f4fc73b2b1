import type { Attempt } from '../../solution.ts'
import { allow, create, release, upload } from '../solution.ts'

/** Who has read the lesson gives the right first: nothing fails, so there is nothing to retry. */
export const attempt: Attempt = {
	title: 'Droit donné avant la création : aucun échec',
	async run(learner) {
		await allow(learner)
		await create(learner)
		await upload(learner)
		await release(learner)
	},
}
