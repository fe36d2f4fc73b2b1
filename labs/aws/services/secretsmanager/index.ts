import type { Service } from '../../service.ts'
import { getRandomPassword } from './random-password.ts'
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy } from './resource-policy.ts'
import {
	createSecret,
	deleteSecret,
	describeSecret,
	listSecrets,
	listSecretVersionIds,
	removeSecret,
	restoreSecret,
	updateSecret,
} from './secrets.ts'
import { updateSecretVersionStage } from './stages.ts'
import { tagResource, untagResource } from './tags.ts'
import { batchGetSecretValue, getSecretValue, putSecretValue } from './values.ts'

/** AWS Secrets Manager: values under KMS, in versions with stages. */
export const secretsmanager: Service = {
	name: 'secretsmanager',
	secrets: new Set(['SecretString', 'SecretBinary', 'RandomPassword']),
	operations: {
		BatchGetSecretValue: batchGetSecretValue,
		CreateSecret: createSecret,
		DeleteResourcePolicy: deleteResourcePolicy,
		DeleteSecret: deleteSecret,
		DescribeSecret: describeSecret,
		GetRandomPassword: getRandomPassword,
		GetResourcePolicy: getResourcePolicy,
		GetSecretValue: getSecretValue,
		ListSecretVersionIds: listSecretVersionIds,
		ListSecrets: listSecrets,
		PutResourcePolicy: putResourcePolicy,
		PutSecretValue: putSecretValue,
		RestoreSecret: restoreSecret,
		TagResource: tagResource,
		UntagResource: untagResource,
		UpdateSecret: updateSecret,
		UpdateSecretVersionStage: updateSecretVersionStage,
	},
	step(subject, call) {
		const [, name = ''] = subject.split('|')
		removeSecret(call, name)
	},
}
