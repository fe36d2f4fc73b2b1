import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import type { RolePrincipal } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import { ActionFailure, type ActionRun } from '../actions/action.ts'

/** The bucket where a pipeline keeps its artifacts of a Region. */
export function artifactBucket(
	{ artifactStore, artifactStores }: PipelineDeclaration,
	region: string,
): string {
	return (artifactStores?.[region] ?? artifactStore)?.location ?? ''
}

/** How objects in the artifact bucket of a Region are to be encrypted, when the store names a key. */
export function artifactEncryption({ artifactStore, artifactStores }: PipelineDeclaration, region: string) {
	const { encryptionKey } = artifactStores?.[region] ?? artifactStore ?? {}
	return encryptionKey ? kmsEncryption(encryptionKey.id) : {}
}

export function kmsEncryption(keyId: string | undefined) {
	return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId }
}

/** `<pipeline, 20 characters>/<artifact, 10 characters>/<7 random characters>` */
export function newArtifactKey(call: Call, pipeline: string, artifact: string): string {
	const random = call.ids.base64url(43).replaceAll(/[-_]/g, '').slice(0, 7)
	return `${pipeline.slice(0, 20)}/${artifact.slice(0, 10)}/${random}`
}

/** The zip of an action's only input, read under its role. */
export async function artifactBytes({ call, attempt }: ActionRun, role: RolePrincipal): Promise<Uint8Array> {
	const [input] = attempt.inputs
	if (!input) throw new ActionFailure('ConfigurationError', 'The action has no input artifact')
	const { bucket, key } = input
	try {
		const object = { Bucket: bucket, Key: key }
		const { Body } = await call.invoke<{ Body: Uint8Array }>(role, 's3', 'GetObject', object)
		return Body
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'AccessDenied') {
			throw new ActionFailure(
				'PermissionError',
				`Unable to access the artifact with Amazon S3 object key '${key}' located in the Amazon S3 artifact bucket '${bucket}'. The provided role does not have sufficient permissions. (${error.message})`,
			)
		}
		throw new ActionFailure(
			'JobFailed',
			`The action failed because either the artifact or the Amazon S3 bucket could not be found. Name of artifact bucket: ${bucket}. Verify that this bucket exists. If it exists, check the life cycle policy, then try releasing a change.`,
		)
	}
}
