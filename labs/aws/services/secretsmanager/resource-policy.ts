import type {
	DeleteResourcePolicyRequest,
	GetResourcePolicyRequest,
	PutResourcePolicyRequest,
} from '@aws-sdk/client-secrets-manager'
import { AwsError } from '../../aws-error.ts'
import { MalformedPolicy } from '../../identity/policy/parse.ts'
import { validatePolicy } from '../../identity/policy/validate.ts'
import { operation } from '../../service.ts'
import { onSecret, put, requireLiving } from './find.ts'

export const putResourcePolicy = operation<PutResourcePolicyRequest, object>({
	access: onSecret('PutResourcePolicy'),
	run({ SecretId, ResourcePolicy = '' }, call) {
		const { secret, scope } = requireLiving(call, SecretId)
		try {
			validatePolicy(ResourcePolicy, 'resource')
		} catch (error) {
			if (error instanceof MalformedPolicy)
				throw new AwsError('MalformedPolicyDocumentException', error.message)
			throw error
		}
		put(call, { scope, secret: { ...secret, policy: ResourcePolicy } })
		return { ARN: secret.arn, Name: secret.name }
	},
})

export const getResourcePolicy = operation<GetResourcePolicyRequest, object>({
	access: onSecret('GetResourcePolicy'),
	run({ SecretId }, call) {
		const { secret } = requireLiving(call, SecretId)
		const { arn, name, policy } = secret
		return { ARN: arn, Name: name, ...(policy !== undefined && { ResourcePolicy: policy }) }
	},
})

export const deleteResourcePolicy = operation<DeleteResourcePolicyRequest, object>({
	access: onSecret('DeleteResourcePolicy'),
	run({ SecretId }, call) {
		const { secret, scope } = requireLiving(call, SecretId)
		const { policy: _, ...kept } = secret
		put(call, { scope, secret: kept })
		return { ARN: secret.arn, Name: secret.name }
	},
})
