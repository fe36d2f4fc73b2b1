import { ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline'
import type { WrongAttempt } from '../../solution.ts'
import { PIPELINE } from '../names.ts'
import { inQueue, publishABadOne, publishFour, rollBack, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Retour à une exécution d’avant le changement de structure',
	async run(learner) {
		await publishFour(learner)
		await update(learner, inQueue)
		await publishABadOne(learner)
		const { pipelineExecutionSummaries = [] } = await learner.aws.codepipeline.send(
			new ListPipelineExecutionsCommand({ pipelineName: PIPELINE }),
		)
		await rollBack(learner, 'Production', pipelineExecutionSummaries.at(-1)?.pipelineExecutionId).catch(
			() => {},
		)
	},
	fails: { check: 'retour-arriere', message: 'PipelineExecutionOutdatedException' },
}
