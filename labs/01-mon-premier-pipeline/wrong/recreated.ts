import { DeletePipelineCommand } from '@aws-sdk/client-codepipeline'
import type { WrongAttempt } from '../../solution.ts'
import { PIPELINE } from '../names.ts'
import { allow, create, release, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Pipeline supprimé puis recréé après l’échec',
	async run(learner) {
		await create(learner)
		await allow(learner)
		await learner.aws.codepipeline.send(new DeletePipelineCommand({ name: PIPELINE }))
		await create(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'relance', message: 'son historique, échec compris, a disparu' },
}
