import { AwsError } from '../../../aws-error.ts'
import type { RolePrincipal } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import { ActionFailure } from './action.ts'

/**
 * Calls S3 under an action's role. A denied call fails the action with AWS's
 * text (user guide, troubleshooting), followed by what was missing, which AWS
 * does not say. A missing bucket or key is the configuration's fault.
 */
export async function callS3<Output>(
	call: Call,
	role: RolePrincipal,
	operation: string,
	input: { Bucket: string; Key?: string },
): Promise<Output> {
	try {
		return await call.invoke<Output>(role, 's3', operation, input)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		throw toFailure(error, role, operation, input)
	}
}

function toFailure(
	error: AwsError,
	role: RolePrincipal,
	operation: string,
	{ Bucket, Key }: { Bucket: string; Key?: string },
): ActionFailure {
	const object = Key === undefined ? '' : ` and object key '${Key}'`
	if (error.code === 'AccessDenied') {
		const denied = `CodePipeline service role "${role.roleArn}" is getting S3 access denied for the S3 bucket "${Bucket}"`
		return new ActionFailure('PermissionError', `${denied} (${operation}${object}: ${error.message})`)
	}
	const message = `${operation} failed for the S3 bucket '${Bucket}'${object}: ${error.code}: ${error.message}`
	return new ActionFailure('ConfigurationError', message)
}
