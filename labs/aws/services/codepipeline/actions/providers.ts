import type { ActionDeclaration } from '@aws-sdk/client-codepipeline'
import { jobWorker } from '../jobs/job-worker.ts'
import { type ActionProvider, failed } from './action.ts'
import { codeBuild } from './codebuild.ts'
import { codecommitSource } from './codecommit-source.ts'
import { commands } from './commands.ts'
import { connectionSource } from './connection-source.ts'
import { ecrBuildAndPublish } from './ecr-build-and-publish.ts'
import { ecrSource } from './ecr-source.ts'
import { lambdaInvoke } from './lambda-invoke.ts'
import { manualApproval } from './manual-approval.ts'
import { pipelineInvoke } from './pipeline-invoke.ts'
import { s3Deploy } from './s3-deploy.ts'
import { s3Source } from './s3-source.ts'
import { stepFunctions } from './step-functions.ts'

/** What can run, by category/owner/provider. */
export const PROVIDERS: Readonly<Record<string, ActionProvider>> = {
	'Source/AWS/CodeCommit': codecommitSource,
	'Source/AWS/CodeStarSourceConnection': connectionSource,
	'Source/AWS/ECR': ecrSource,
	'Source/AWS/S3': s3Source,
	'Build/AWS/CodeBuild': codeBuild,
	'Build/AWS/ECRBuildAndPublish': ecrBuildAndPublish,
	'Test/AWS/CodeBuild': codeBuild,
	'Compute/AWS/Commands': commands,
	'Invoke/AWS/CodePipeline': pipelineInvoke,
	'Invoke/AWS/Lambda': lambdaInvoke,
	'Invoke/AWS/StepFunctions': stepFunctions,
	'Approval/AWS/Manual': manualApproval,
	'Deploy/AWS/S3': s3Deploy,
}

/** What runs an action: for others' types a worker outside; a type that AWS has and the emulator not yet fails the action, and says so. */
export function providerOf(declaration: ActionDeclaration): ActionProvider {
	const { category, owner, provider } = declaration.actionTypeId ?? {}
	if (owner === 'Custom' || owner === 'ThirdParty') return jobWorker
	const type = `${category}/${owner}/${provider}`
	return PROVIDERS[type] ?? notEmulated(type)
}

function notEmulated(type: string): ActionProvider {
	const answer = () => failed('ConfigurationError', `Provider not emulated yet: ${type}`)
	return { start: answer, resume: answer }
}
