import type {
	DeleteRepositoryPolicyRequest,
	GetRepositoryPolicyRequest,
	SetRepositoryPolicyRequest,
} from '@aws-sdk/client-ecr'
import { MalformedPolicy } from '../../../identity/policy/parse.ts'
import { validatePolicy } from '../../../identity/policy/validate.ts'
import { operation } from '../../../service.ts'
import { onRepository, requireRepository } from '../arns.ts'
import { repositories } from '../collections.ts'
import { invalidParameter, policyNotFound } from '../ecr-error.ts'

export const setRepositoryPolicy = operation<SetRepositoryPolicyRequest, object>({
	access: onRepository('SetRepositoryPolicy'),
	run({ policyText = '', ...input }, call) {
		const { repository, scope } = requireRepository(call, input)
		assertPolicy(policyText)
		call.world.put(repositories, scope, repository.name, { ...repository, policy: policyText })
		return { registryId: scope.account, repositoryName: repository.name, policyText }
	},
})

interface Written {
	Sid?: string
}

/** Throws InvalidParameterException. A statement names no resource: it is of the repository. */
function assertPolicy(text: string): void {
	// As moto's test has it from AWS.
	const told = invalidParameter('PolicyText', 'Invalid repository policy provided')
	try {
		const policy = JSON.parse(text) as { Statement?: Written | Array<Written> } | null
		const statements = [policy?.Statement ?? []].flat()
		if (statements.length === 0) throw told
		// Several statements may have one Sid here, as in no other policy (moto's test, from AWS).
		const Statement = statements.map(({ Sid: _, ...statement }) => ({ Resource: '*', ...statement }))
		validatePolicy(JSON.stringify({ ...policy, Statement }), 'resource')
	} catch (error) {
		if (error instanceof MalformedPolicy || error instanceof SyntaxError) throw told
		throw error
	}
}

export const getRepositoryPolicy = operation<GetRepositoryPolicyRequest, object>({
	access: onRepository('GetRepositoryPolicy'),
	run(input, call) {
		const { repository, scope } = requireRepository(call, input)
		const { name, policy } = repository
		if (policy === undefined) throw policyNotFound('Repository', name, scope)
		return { registryId: scope.account, repositoryName: name, policyText: policy }
	},
})

export const deleteRepositoryPolicy = operation<DeleteRepositoryPolicyRequest, object>({
	access: onRepository('DeleteRepositoryPolicy'),
	run(input, call) {
		const { repository, scope } = requireRepository(call, input)
		const { policy, ...kept } = repository
		if (policy === undefined) throw policyNotFound('Repository', repository.name, scope)
		call.world.put(repositories, scope, repository.name, kept)
		return { registryId: scope.account, repositoryName: repository.name, policyText: policy }
	},
})
