import { formatArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { resourceTagContext } from '../iam/access.ts'
import {
	type Alias,
	aliases,
	type FunctionPolicy,
	type FunctionVersion,
	functions,
	LATEST,
	type LambdaFunction,
	policies,
	versionId,
	versions,
} from './collections.ts'
import { functionNotFound, invalidParameter, notFound } from './lambda-error.ts'

/** A function as a caller names it: by its name, a part of its ARN or all of it. */
export interface Named {
	name: string
	scope: Scope
	qualifier?: string
}

/** Reads `name`, `name:qualifier`, `account:function:name[:qualifier]` or an ARN. */
export function readName(scope: Scope, text = '', qualifier?: string): Named {
	const [, region = scope.region, account = scope.account, name = '', own] =
		/^(?:arn:[^:]+:lambda:([^:]*):)?(?:(\d{12}):)?(?:function:)?([^:]+)(?::(.+))?$/.exec(text) ?? []
	if (own !== undefined && qualifier !== undefined && own !== qualifier) {
		throw invalidParameter(
			'The derived qualifier from the function name does not match the specified qualifier.',
		)
	}
	const named = qualifier ?? own
	return { name, scope: { account, region }, ...(named !== undefined && { qualifier: named }) }
}

export function functionArn({ account, region }: Scope, name: string, qualifier?: string): string {
	const resource = `function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`
	return formatArn({ service: 'lambda', account, region, resource })
}

/** The same call where a function is, which may be another account: what it writes and asks for is there. */
export function callIn(call: Call, scope: Scope): Call {
	if (scope.account === call.scope.account && scope.region === call.scope.region) return call
	return {
		...call,
		scope,
		invoke: (principal, service, operation, input, where = scope) =>
			call.invoke(principal, service, operation, input, where),
		schedule: (at, subject, where = scope) => call.schedule(at, subject, where),
		announce: (happened, about, where = scope) => call.announce(happened, about, where),
	}
}

/** Throws ResourceNotFoundException. */
export function requireFunction(call: Call, { name, scope, qualifier }: Named): Readonly<LambdaFunction> {
	const found = call.world.get(functions, scope, name)
	if (!found) throw functionNotFound(functionArn(scope, name, qualifier))
	return found
}

/** The version that a qualifier names, an alias's own with its weights aside. Throws ResourceNotFoundException. */
export function requireVersion(call: Call, named: Named): Readonly<FunctionVersion> {
	const { name, scope, qualifier = LATEST } = named
	requireFunction(call, named)
	const alias = findAlias(call, named)
	const found = call.world.get(versions, scope, versionId(name, alias?.version ?? qualifier))
	if (!found) throw functionNotFound(functionArn(scope, name, qualifier))
	return found
}

export function findAlias(call: Call, { name, scope, qualifier }: Named): Readonly<Alias> | undefined {
	return qualifier === undefined ? undefined : call.world.get(aliases, scope, `${name}|${qualifier}`)
}

/** Throws ResourceNotFoundException. */
export function requireAlias(call: Call, named: Named): Readonly<Alias> {
	const alias = findAlias(call, named)
	if (!alias)
		throw notFound(`Cannot find alias arn: ${functionArn(named.scope, named.name, named.qualifier)}`)
	return alias
}

export function findPolicy(
	call: Call,
	{ name, scope, qualifier }: Named,
): Readonly<FunctionPolicy> | undefined {
	return call.world.get(policies, scope, `${name}|${qualifier ?? ''}`)
}

export function policyText({ statements }: FunctionPolicy): string {
	return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements })
}

/** The access of an operation on a function that is named; its own policy may let others in. */
export function accessTo(call: Call, action: string, named: Named): Access {
	const { name, scope, qualifier } = named
	const policy = findPolicy(call, named)
	return {
		action: `lambda:${action}`,
		resource: functionArn(scope, name, qualifier),
		resourceAccount: scope.account,
		...(policy && { resourcePolicy: policyText(policy) }),
		resourceMustAllow: call.principal.type === 'service',
		context: resourceTagContext(call.world.get(functions, scope, name)?.tags ?? {}),
	}
}

/** The access of an operation on the function that its input names. */
export function onFunction(action: string) {
	return ({ FunctionName, Qualifier }: { FunctionName?: string; Qualifier?: string }, call: Call): Access =>
		accessTo(call, action, readName(call.scope, FunctionName, Qualifier))
}
