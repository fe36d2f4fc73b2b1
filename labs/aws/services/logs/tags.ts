import type {
	ListTagsForResourceRequest,
	ListTagsLogGroupRequest,
	TagLogGroupRequest,
	TagResourceRequest,
	UntagLogGroupRequest,
	UntagResourceRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { groupAccess, groupName, requireGroup } from './arns.ts'
import { groups } from './collections.ts'

const TAGS_AT_MOST = 50

export const tagResource = operation<TagResourceRequest, object>({
	access: ({ resourceArn = '' }, call) => groupAccess(call, 'TagResource', groupName(resourceArn)),
	run({ resourceArn = '', tags = {} }, call) {
		tag(call, groupName(resourceArn), tags)
		return {}
	},
})

export const untagResource = operation<UntagResourceRequest, object>({
	access: ({ resourceArn = '' }, call) => groupAccess(call, 'UntagResource', groupName(resourceArn)),
	run({ resourceArn = '', tagKeys = [] }, call) {
		untag(call, groupName(resourceArn), tagKeys)
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceRequest, object>({
	access: ({ resourceArn = '' }, call) => groupAccess(call, 'ListTagsForResource', groupName(resourceArn)),
	run: ({ resourceArn = '' }, call) => ({ tags: requireGroup(call, groupName(resourceArn)).tags }),
})

export const tagLogGroup = operation<TagLogGroupRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'TagLogGroup', logGroupName),
	run({ logGroupName = '', tags = {} }, call) {
		tag(call, logGroupName, tags)
		return {}
	},
})

export const untagLogGroup = operation<UntagLogGroupRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'UntagLogGroup', logGroupName),
	run({ logGroupName = '', tags = [] }, call) {
		untag(call, logGroupName, tags)
		return {}
	},
})

export const listTagsLogGroup = operation<ListTagsLogGroupRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'ListTagsLogGroup', logGroupName),
	run: ({ logGroupName = '' }, call) => ({ tags: requireGroup(call, logGroupName).tags }),
})

function tag(call: Call, name: string, wanted: Readonly<Record<string, string>>): void {
	const group = requireGroup(call, name)
	const tags = { ...group.tags, ...wanted }
	if (Object.keys(tags).length > TAGS_AT_MOST)
		throw new AwsError('TooManyTagsException', 'A resource can have no more than 50 tags.')
	call.world.put(groups, call.scope, name, { ...group, tags })
}

function untag(call: Call, name: string, keys: ReadonlyArray<string>): void {
	const group = requireGroup(call, name)
	const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys.includes(key)))
	call.world.put(groups, call.scope, name, { ...group, tags })
}
