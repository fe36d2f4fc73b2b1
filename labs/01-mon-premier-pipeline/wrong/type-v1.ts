import type { WrongAttempt } from '../../solution.ts'
import { allow, create, definition, release, retry, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Pipeline de type V1',
	async run(learner) {
		await create(learner, definition(learner, { A_COMPLETER_type_de_pipeline: 'V1' }))
		await allow(learner)
		await retry(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'pipeline-v2', message: 'Le pipeline est de type V1' },
}
