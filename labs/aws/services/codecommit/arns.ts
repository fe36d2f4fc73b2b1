import { parseArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope, WorldReader } from '../../world/world.ts'
import { repositories } from './collections.ts'

/** A repository's ARN has no type: `arn:aws:codecommit:eu-west-3:111122223333:site` */
export function repositoryArn({ region, account }: Scope, name: string): string {
	return `arn:aws:codecommit:${region}:${account}:${name}`
}

/** The name in a repository's ARN of this account and Region, or undefined when it is none. */
export function nameOfArn({ region, account }: Scope, arn: string): string | undefined {
	const parts = parseArn(arn)
	if (parts?.service !== 'codecommit' || parts.account !== account || parts.region !== region) return
	return parts.resource
}

/** Access to a repository by its name, there or not; `references` are the full names that would be changed. */
export function repositoryAccess(
	{ scope, world }: { scope: Scope; world: WorldReader },
	action: string,
	name: string,
	references: ReadonlyArray<string> = [],
): Access {
	const tags = Object.entries(world.get(repositories, scope, name)?.tags ?? {})
	return {
		action: `codecommit:${action}`,
		resource: repositoryArn(scope, name),
		context: {
			...Object.fromEntries(tags.map(([tag, value]) => [`aws:ResourceTag/${tag}`, value])),
			...(references.length > 0 && { 'codecommit:References': references }),
		},
	}
}

/** The access of an operation on the repository that its input names. */
export function onRepository(action: string) {
	return ({ repositoryName = '' }: { repositoryName?: string }, call: Call): Access =>
		repositoryAccess(call, action, repositoryName)
}

/** The same where the input names a branch that is changed. */
export function onBranch(action: string) {
	return (
		{ repositoryName = '', branchName = '' }: { repositoryName?: string; branchName?: string },
		call: Call,
	): Access => repositoryAccess(call, action, repositoryName, [`refs/heads/${branchName}`])
}

/** The access of an operation that IAM knows without a resource. */
export function onNothing(action: string) {
	return (): Access => ({ action: `codecommit:${action}`, resource: '*' })
}
