import { CreatePipelineCommand, DeletePipelineCommand } from '@aws-sdk/client-codepipeline'
import type { WrongAttempt } from '../../solution.ts'
import { PIPELINE } from '../names.ts'
import { siteDemo, TEST_STAGE } from '../structure.ts'

export const attempt: WrongAttempt = {
	title: 'Pipeline supprimé et recréé avec l’étape Test',
	async run(learner) {
		const { stages = [], ...rest } = siteDemo()
		await learner.aws.codepipeline.send(new DeletePipelineCommand({ name: PIPELINE }))
		await learner.aws.codepipeline.send(
			new CreatePipelineCommand({
				pipeline: { ...rest, stages: [...stages.slice(0, 2), TEST_STAGE, ...stages.slice(2)] },
			}),
		)
		await learner.waitForPipeline(PIPELINE)
	},
	fails: { check: 'test-avant-deploy', message: 'L’historique a disparu : il fallait mettre à jour' },
}
