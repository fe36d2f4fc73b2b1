import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline'
import type { Attempt } from '../../solution.ts'
import { PIPELINE } from '../names.ts'
import { launch, parallelize, report, target, update } from '../solution.ts'

export const attempt: Attempt = {
	title: 'Mode QUEUED, et un lancement en recette avant celui de préproduction',
	async run(learner) {
		await update(learner, (pipeline) => ({ ...pipeline, executionMode: 'QUEUED' }))
		await parallelize(learner)
		await report(learner)
		await target(learner)
		await learner.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }))
		await learner.waitForPipeline(PIPELINE)
		await launch(learner)
	},
}
