import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { type Repository, repositories } from './collections.ts'
import { repositoryNotFound } from './ecr-error.ts'

export function repositoryArn({ region, account }: Scope, name: string): string {
	return `arn:aws:ecr:${region}:${account}:repository/${name}`
}

/** Where images are pushed to and pulled from: each account has a registry of its own. */
export function registryHost({ region, account }: Scope): string {
	return `${account}.dkr.ecr.${region}.amazonaws.com`
}

/** The registry that an input means; the caller's unless it names one. */
export function registryOf({ scope }: Pick<Call, 'scope'>, registryId: string | undefined): Scope {
	return registryId === undefined ? scope : { account: registryId, region: scope.region }
}

/** What inputs name a repository by. */
export interface OfRepository {
	registryId?: string
	repositoryName?: string
}

/** A repository and its registry. */
export interface Located {
	repository: Readonly<Repository>
	scope: Scope
}

/** Throws RepositoryNotFoundException. */
export function requireRepository(call: Call, { registryId, repositoryName = '' }: OfRepository): Located {
	const scope = registryOf(call, registryId)
	const repository = call.world.get(repositories, scope, repositoryName)
	if (!repository) throw repositoryNotFound(repositoryName, scope)
	return { repository, scope }
}

/** The access of an operation on the repository that its input names, there or not; its policy may let others in. */
export function onRepository(action: string) {
	return (input: OfRepository, call: Call): Access => repositoryAccess(call, action, input)
}

export function repositoryAccess(
	call: Call,
	action: string,
	{ registryId, repositoryName = '' }: OfRepository,
	context: Access['context'] = {},
): Access {
	const scope = registryOf(call, registryId)
	const { policy, tags = {} } = call.world.get(repositories, scope, repositoryName) ?? {}
	const tagged = Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])
	return {
		action: `ecr:${action}`,
		resource: repositoryArn(scope, repositoryName),
		resourceAccount: scope.account,
		// What a policy of a repository says is said of that repository: it names no resource.
		...(policy !== undefined && {
			resourcePolicy: withResource(policy, repositoryArn(scope, repositoryName)),
		}),
		context: { ...Object.fromEntries(tagged), ...context },
	}
}

/** A policy as authorization reads it, each of its statements on one resource. */
function withResource(text: string, resource: string): string {
	const policy = JSON.parse(text) as { Statement: object | Array<object> }
	const Statement = [policy.Statement].flat().map((statement) => ({ ...statement, Resource: resource }))
	return JSON.stringify({ ...policy, Statement })
}
