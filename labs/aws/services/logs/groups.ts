import type {
	AssociateKmsKeyRequest,
	CreateLogGroupRequest,
	DeleteLogGroupRequest,
	DeleteRetentionPolicyRequest,
	DescribeLogGroupsRequest,
	DisassociateKmsKeyRequest,
	PutLogGroupDeletionProtectionRequest,
	PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { type GroupNaming, groupAccess, groupArn, groupName, namedGroup, requireGroup } from './arns.ts'
import {
	chunks,
	countBytes,
	groups,
	type LogGroup,
	metricFilters,
	streams,
	subscriptionFilters,
} from './collections.ts'
import { invalidParameter, overLimit } from './logs-error.ts'
import { pageOf } from './pages.ts'

/** AWS's quota is a million. */
const GROUPS_AT_MOST = 1_000
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [
	...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
	...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
]

export const createLogGroup = operation<CreateLogGroupRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'CreateLogGroup', logGroupName),
	run({ logGroupName: name = '', kmsKeyId, tags, logGroupClass, deletionProtectionEnabled }, call) {
		if (call.world.get(groups, call.scope, name))
			throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists')
		if (call.world.list(groups, call.scope, { limit: GROUPS_AT_MOST }).length >= GROUPS_AT_MOST)
			throw overLimit(`${GROUPS_AT_MOST} log groups`)
		call.world.put(groups, call.scope, name, {
			name,
			createdAt: call.now,
			...(kmsKeyId !== undefined && { kmsKeyId }),
			logClass: logGroupClass ?? 'STANDARD',
			isProtected: deletionProtectionEnabled ?? false,
			tags: tags ?? {},
			streams: 0,
		})
		return {}
	},
})

export const deleteLogGroup = operation<DeleteLogGroupRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'DeleteLogGroup', logGroupName),
	run({ logGroupName: name = '' }, call) {
		if (requireGroup(call, name).isProtected)
			// The wording is ours.
			throw invalidParameter(
				'The log group is protected from deletion. Disable its deletion protection first.',
			)
		deleteChunks(call, `${name}|`)
		for (const kind of [streams, metricFilters, subscriptionFilters])
			for (const [id] of call.world.entries<object>(kind, call.scope, { prefix: `${name}|` }))
				call.world.delete<object>(kind, call.scope, id)
		call.world.delete(groups, call.scope, name)
		return {}
	},
})

/** Forgets events, by the beginning of their chunks' ids. */
export function deleteChunks(call: Call, prefix: string): void {
	let bytes = 0
	for (const [id, chunk] of call.world.entries(chunks, call.scope, { prefix })) {
		bytes += chunk.bytes
		call.world.delete(chunks, call.scope, id)
	}
	if (bytes > 0) countBytes(call.world, call.scope, -bytes)
}

export const describeLogGroups = operation<DescribeLogGroupsRequest, object>({
	access: (_, call) => groupAccess(call, 'DescribeLogGroups', ''),
	run(input, call) {
		const { logGroupNamePrefix, logGroupNamePattern, logGroupClass, logGroupIdentifiers } = input
		if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
			throw invalidParameter(
				'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
			)
		const wanted = logGroupIdentifiers && new Set(logGroupIdentifiers.map(groupName))
		const pattern = logGroupNamePattern?.toLowerCase()
		const found = call.world
			.list(groups, call.scope, { prefix: logGroupNamePrefix })
			.filter(({ name }) => !wanted || wanted.has(name))
			.filter(({ name }) => pattern === undefined || name.toLowerCase().includes(pattern))
			.filter(({ logClass }) => logGroupClass === undefined || logClass === logGroupClass)
		const { page, nextToken } = pageOf(found, input)
		return { logGroups: page.map((group) => groupAnswer(call, group)), nextToken }
	},
})

function groupAnswer(call: Call, group: Readonly<LogGroup>) {
	const prefix = `${group.name}|`
	const arn = groupArn(call.scope, group.name)
	return {
		logGroupName: group.name,
		creationTime: group.createdAt,
		...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
		metricFilterCount: call.world.list(metricFilters, call.scope, { prefix }).length,
		arn: `${arn}:*`,
		storedBytes: call.world.list(chunks, call.scope, { prefix }).reduce((sum, { bytes }) => sum + bytes, 0),
		...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
		logGroupClass: group.logClass,
		logGroupArn: arn,
		deletionProtectionEnabled: group.isProtected,
	}
}

export const putRetentionPolicy = operation<PutRetentionPolicyRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'PutRetentionPolicy', logGroupName),
	run({ logGroupName = '', retentionInDays = 0 }, call) {
		if (!RETENTIONS.includes(retentionInDays))
			throw invalidParameter(
				`1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTIONS.join(', ')}]`,
			)
		change(call, logGroupName, { retentionInDays })
		return {}
	},
})

export const deleteRetentionPolicy = operation<DeleteRetentionPolicyRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'DeleteRetentionPolicy', logGroupName),
	run({ logGroupName = '' }, call) {
		const { retentionInDays: _, ...group } = requireGroup(call, logGroupName)
		call.world.put(groups, call.scope, logGroupName, group)
		return {}
	},
})

/** Groups alone have a key here: `resourceIdentifier` may also name query results, which nothing encrypts. */
function keyed({ logGroupName, resourceIdentifier }: GroupNaming & { resourceIdentifier?: string }): string {
	return namedGroup({ logGroupName, logGroupIdentifier: resourceIdentifier })
}

export const associateKmsKey = operation<AssociateKmsKeyRequest, object>({
	access: (input, call) => groupAccess(call, 'AssociateKmsKey', keyed(input)),
	run({ kmsKeyId, ...input }, call) {
		change(call, keyed(input), { kmsKeyId })
		return {}
	},
})

export const disassociateKmsKey = operation<DisassociateKmsKeyRequest, object>({
	access: (input, call) => groupAccess(call, 'DisassociateKmsKey', keyed(input)),
	run(input, call) {
		const { kmsKeyId: _, ...group } = requireGroup(call, keyed(input))
		call.world.put(groups, call.scope, group.name, group)
		return {}
	},
})

export const putLogGroupDeletionProtection = operation<PutLogGroupDeletionProtectionRequest, object>({
	access: (input, call) => groupAccess(call, 'PutLogGroupDeletionProtection', namedGroup(input)),
	run(input, call) {
		change(call, namedGroup(input), { isProtected: input.deletionProtectionEnabled ?? false })
		return {}
	},
})

function change(call: Call, name: string, changes: Partial<LogGroup>): void {
	call.world.put(groups, call.scope, name, { ...requireGroup(call, name), ...changes })
}
