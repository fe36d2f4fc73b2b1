import type { Call } from '../../../service.ts'
import { openSession } from '../../sts/sessions.ts'
import type { ActionRun } from '../actions/action.ts'
import { actionRole, type RoleOf } from '../actions/roles.ts'
import type { ArtifactLocation } from '../collections.ts'

/** Whose artifacts are reached, and with whose role. */
type CredentialsFor = RoleOf & { attempt: Pick<ActionRun['attempt'], 'inputs'> }

/** They last 15 minutes; GetJobDetails gives new ones: awslabs/aws-codepipeline-plugin-for-jenkins. */
const LAST_SECONDS = 15 * 60

/**
 * Temporary credentials of an action's role that reach its artifacts and nothing
 * else. Throws ActionFailure when CodePipeline cannot take the role.
 */
export function artifactCredentials(
	call: Call,
	run: CredentialsFor,
	outputs: ReadonlyArray<ArtifactLocation>,
) {
	const policy = JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			...statementOn(['s3:GetObject', 's3:GetObjectVersion'], [...run.attempt.inputs, ...outputs]),
			...statementOn(['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], outputs),
			// An artifact store may name a key.
			{ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' },
		],
	})
	const role = { ...actionRole(run), sessionPolicies: [policy] }
	const { AccessKeyId, SecretAccessKey, SessionToken } = openSession(call, role, LAST_SECONDS)
	return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}

function statementOn(Action: Array<string>, objects: ReadonlyArray<ArtifactLocation>) {
	if (objects.length === 0) return []
	return [
		{ Effect: 'Allow', Action, Resource: objects.map(({ bucket, key }) => `arn:aws:s3:::${bucket}/${key}`) },
	]
}
