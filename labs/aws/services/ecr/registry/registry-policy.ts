import type { PutRegistryPolicyRequest } from '@aws-sdk/client-ecr'
import { AwsError } from '../../../aws-error.ts'
import { MalformedPolicy } from '../../../identity/policy/parse.ts'
import { validatePolicy } from '../../../identity/policy/validate.ts'
import { type Call, operation } from '../../../service.ts'
import { ONLY } from '../../../world/kernel.ts'
import { registryPolicies } from '../collections.ts'
import { invalidParameter } from '../ecr-error.ts'

// It lets others replicate into a registry and pull through it, neither of which is emulated: it is kept and told.

function onRegistry(action: string) {
	return () => ({ action: `ecr:${action}`, resource: '*' })
}

export const putRegistryPolicy = operation<PutRegistryPolicyRequest, object>({
	access: onRegistry('PutRegistryPolicy'),
	run({ policyText = '' }, call) {
		assertPolicy(policyText)
		call.world.put(registryPolicies, call.scope, ONLY, { policyText })
		return { registryId: call.scope.account, policyText }
	},
})

/** Actions that another registry may be let do: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html */
const ACTIONS = new Set([
	'ecr:ReplicateImage',
	'ecr:BatchImportUpstreamImage',
	'ecr:CreateRepository',
	'ecr:*',
])

/** Throws InvalidParameterException. */
function assertPolicy(text: string): void {
	// As moto's test has it from AWS.
	const told = invalidParameter('PolicyText', 'Invalid registry policy provided')
	try {
		validatePolicy(text, 'resource')
		const { Statement } = JSON.parse(text) as { Statement: Written | Array<Written> }
		const actions = [Statement].flat().flatMap(({ Action = [] }) => Action)
		if (actions.some((action) => !ACTIONS.has(action))) throw told
	} catch (error) {
		if (error instanceof MalformedPolicy || error instanceof SyntaxError) throw told
		throw error
	}
}

interface Written {
	Action?: string | Array<string>
}

function requirePolicy({ world, scope }: Call): string {
	const found = world.get(registryPolicies, scope, ONLY)
	if (found) return found.policyText
	// As moto's test has it from AWS.
	throw new AwsError(
		'RegistryPolicyNotFoundException',
		`Registry policy does not exist in the registry with id '${scope.account}'`,
	)
}

export const getRegistryPolicy = operation<object, object>({
	access: onRegistry('GetRegistryPolicy'),
	run: (_, call) => ({ registryId: call.scope.account, policyText: requirePolicy(call) }),
})

export const deleteRegistryPolicy = operation<object, object>({
	access: onRegistry('DeleteRegistryPolicy'),
	run(_, call) {
		const policyText = requirePolicy(call)
		call.world.delete(registryPolicies, call.scope, ONLY)
		return { registryId: call.scope.account, policyText }
	},
})
