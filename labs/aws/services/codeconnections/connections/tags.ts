import type {
	ListTagsForResourceInput,
	Tag,
	TagResourceInput,
	UntagResourceInput,
} from '@aws-sdk/client-codestar-connections'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import type { Tags } from '../../iam/collections.ts'
import { accessTo, isHostArn, requireConnection, requireHost, scopeOf } from '../arns.ts'
import { connections, hosts } from '../collections.ts'

/** https://docs.aws.amazon.com/dtconsole/latest/userguide/limits.html */
const TAGS_AT_MOST = 50

/** Tags as they are kept. Throws LimitExceededException. */
export function readTags(tags: ReadonlyArray<Tag> = [], before: Tags = {}): Tags {
	const given = tags.map(({ Key = '', Value = '' }) => [Key, Value] as const)
	const all = { ...before, ...Object.fromEntries(given) }
	// The wording is ours.
	if (Object.keys(all).length > TAGS_AT_MOST)
		throw new AwsError('LimitExceededException', `A resource can have at most ${TAGS_AT_MOST} tags`)
	return all
}

export function describeTags(tags: Tags): Array<Tag> {
	return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** Condition keys of a request that brings tags. */
export function tagContext(tags: ReadonlyArray<Tag> = []): Record<string, string | Array<string>> {
	if (tags.length === 0) return {}
	const requested = tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value] as const)
	return { ...Object.fromEntries(requested), 'aws:TagKeys': tags.map(({ Key = '' }) => Key) }
}

function tagsOf(call: Call, arn: string): Tags {
	return isHostArn(arn) ? requireHost(call, arn).tags : requireConnection(call, arn).tags
}

function putTags(call: Call, arn: string, tags: Tags): void {
	if (isHostArn(arn)) {
		const host = requireHost(call, arn)
		call.world.put(hosts, scopeOf(host), host.id, { ...host, tags })
		return
	}
	const connection = requireConnection(call, arn)
	call.world.put(connections, scopeOf(connection), connection.id, { ...connection, tags })
}

export const tagResource = operation<TagResourceInput, object>({
	access: ({ ResourceArn = '', Tags: tags }, call) =>
		accessTo(call, 'TagResource', ResourceArn, tagContext(tags)),
	run({ ResourceArn = '', Tags: tags }, call) {
		putTags(call, ResourceArn, readTags(tags, tagsOf(call, ResourceArn)))
		return {}
	},
})

export const untagResource = operation<UntagResourceInput, object>({
	access: ({ ResourceArn = '', TagKeys = [] }, call) =>
		accessTo(call, 'UntagResource', ResourceArn, { 'aws:TagKeys': TagKeys }),
	run({ ResourceArn = '', TagKeys = [] }, call) {
		const kept = Object.entries(tagsOf(call, ResourceArn)).filter(([key]) => !TagKeys.includes(key))
		putTags(call, ResourceArn, Object.fromEntries(kept))
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceInput, object>({
	access: ({ ResourceArn = '' }, call) => accessTo(call, 'ListTagsForResource', ResourceArn),
	run: ({ ResourceArn = '' }, call) => ({ Tags: describeTags(tagsOf(call, ResourceArn)) }),
})
