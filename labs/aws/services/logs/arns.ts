import { formatArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { authorize } from '../iam/authorize.ts'
import { groups, type LogGroup, type LogStream, resourcePolicies, streams } from './collections.ts'
import { groupNotFound, invalidParameter, streamNotFound } from './logs-error.ts'

export function groupArn(scope: Scope, name: string): string {
	return formatArn({ service: 'logs', ...scope, resource: `log-group:${name}` })
}

export function streamArn(scope: Scope, group: string, stream: string): string {
	return `${groupArn(scope, group)}:log-stream:${stream}`
}

/** The name in a group's ARN, with or without `:*` behind it, or what was given. */
export function groupName(nameOrArn: string): string {
	return nameOrArn.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '')
}

/** How inputs name a group. */
export interface GroupNaming {
	logGroupName?: string
	logGroupIdentifier?: string
}

/** The name of the group that an input asks for. Throws AwsError when it names two, or none. */
export function namedGroup({ logGroupName, logGroupIdentifier }: GroupNaming): string {
	if (logGroupName !== undefined && logGroupIdentifier !== undefined)
		throw invalidParameter('LogGroupName and LogGroupIdentifier cannot be used together.')
	const named = logGroupName ?? logGroupIdentifier
	// The wording is ours, as of the one above.
	if (named === undefined) throw invalidParameter('Either LogGroupName or LogGroupIdentifier is required.')
	return groupName(named)
}

/**
 * The access of an action to a group. A refusal names `…:log-stream:` behind
 * the group, as AWS's do, which policies on `log-group:name:*` mean; those on
 * the bare ARN of the group count as well.
 */
export function groupAccess(call: Call, action: string, name: string): Access {
	const access = (resource: string): Access => ({
		action: `logs:${action}`,
		resource,
		context: tagsOf(call.world.get(groups, call.scope, name)),
	})
	const whole = access(streamArn(call.scope, name, ''))
	const { allowed, reason } = authorize(call.world, call.principal, whole, call.now)
	if (allowed || reason === 'explicit-deny') return whole
	const bare = access(groupArn(call.scope, name))
	return authorize(call.world, call.principal, bare, call.now).allowed ? bare : whole
}

/** The access of an action to a stream. AWS services need the leave of a resource policy. */
export function streamAccess(call: Call, action: string, group: string, stream: string): Access {
	const isService = call.principal.type === 'service'
	return {
		action: `logs:${action}`,
		resource: streamArn(call.scope, group, stream),
		context: tagsOf(call.world.get(groups, call.scope, group)),
		...(isService && { resourcePolicy: resourcePolicy(call), resourceMustAllow: true }),
	}
}

function tagsOf(group: Readonly<LogGroup> | undefined): Record<string, string> {
	const tags = Object.entries(group?.tags ?? {})
	return Object.fromEntries(tags.map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]))
}

/** All statements of the Region's resource policies. */
function resourcePolicy(call: Call): string | undefined {
	const documents = call.world.list(resourcePolicies, call.scope).map(({ document }) => JSON.parse(document))
	const Statement = documents.flatMap((document: { Statement?: unknown }) => document.Statement ?? [])
	return Statement.length > 0 ? JSON.stringify({ Version: '2012-10-17', Statement }) : undefined
}

export function requireGroup(call: Call, name: string): Readonly<LogGroup> {
	const group = call.world.get(groups, call.scope, name)
	if (!group) throw groupNotFound()
	return group
}

export function requireStream(call: Call, group: string, name: string): Readonly<LogStream> {
	requireGroup(call, group)
	const stream = call.world.get(streams, call.scope, `${group}|${name}`)
	if (!stream) throw streamNotFound()
	return stream
}
