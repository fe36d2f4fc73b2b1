import {
	CodePipelineServiceException,
	CreatePipelineCommand,
	type CreatePipelineCommandInput,
} from '@aws-sdk/client-codepipeline'
import type { Learner } from '../solution.ts'

/** Asks for a pipeline that CodePipeline must not accept; throws when it does. */
export async function createRefused(learner: Learner, input: CreatePipelineCommandInput): Promise<void> {
	try {
		await learner.aws.codepipeline.send(new CreatePipelineCommand(input))
	} catch (error) {
		if (error instanceof CodePipelineServiceException) return
		throw error
	}
	throw new Error('CodePipeline accepted a definition that it refuses')
}
