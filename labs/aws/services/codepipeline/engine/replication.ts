import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { ActionFailure } from '../actions/action.ts'
import { serviceRole } from '../actions/roles.ts'
import { callS3 } from '../actions/s3-call.ts'
import { artifactBucket, artifactEncryption } from '../artifacts/artifacts.ts'
import type { ActionExecution } from '../collections.ts'

/**
 * The attempt with its input artifacts in the Region of its action: CodePipeline
 * copies them into the artifact bucket there, under the pipeline's own role.
 * Throws ActionFailure when it may not:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html
 */
export async function bringInputs(
	call: Call,
	structure: PipelineDeclaration,
	{ region = call.scope.region }: ActionDeclaration,
	attempt: ActionExecution,
): Promise<ActionExecution> {
	if (region === call.scope.region || attempt.inputs.length === 0) return attempt
	const role = serviceRole(call, structure)
	if (!role) {
		throw new ActionFailure(
			'PermissionError',
			`CodePipeline is not authorized to perform AssumeRole on role ${structure.roleArn}`,
		)
	}
	const bucket = artifactBucket(structure, region)
	const inputs: Array<ActionExecution['inputs'][number]> = []
	for (const { name, bucket: from, key } of attempt.inputs) {
		const { Body } = await callS3<{ Body: Uint8Array }>(call, role, 'GetObject', { Bucket: from, Key: key })
		await callS3(call, role, 'PutObject', {
			Bucket: bucket,
			Key: key,
			...{ Body, ContentType: 'application/zip' },
			...artifactEncryption(structure, region),
		})
		inputs.push({ name, bucket, key })
	}
	return { ...attempt, inputs }
}
