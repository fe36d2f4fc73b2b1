import type {
	ListResourceTagsRequest,
	Tag,
	TagResourceRequest,
	UntagResourceRequest,
} from '@aws-sdk/client-kms'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import { onKey } from './access.ts'
import { requireKeyByItself } from './key-id.ts'
import { pageOf } from './pages.ts'
import { assertCustomers, put, requireUsable } from './store.ts'

const TAGS_AT_MOST = 50

export function readTags(tags: ReadonlyArray<Tag> = []): Record<string, string> {
	const read = Object.fromEntries(tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]))
	if (Object.keys(read).some((key) => key.toLowerCase().startsWith('aws:')))
		throw new AwsError('TagException', 'Tags beginning with aws: are reserved')
	if (Object.keys(read).length > TAGS_AT_MOST) throw new AwsError('TagException', 'Too many tags')
	return read
}

export const tagResource = operation<TagResourceRequest, object>({
	access: onKey('TagResource'),
	run({ KeyId = '', Tags }, call) {
		const { key, scope } = requireUsable(call, KeyId, ['Enabled', 'Disabled'])
		assertCustomers(key)
		const tags = { ...key.tags, ...readTags(Tags) }
		if (Object.keys(tags).length > TAGS_AT_MOST) throw new AwsError('LimitExceededException', 'Too many tags')
		put(call, scope, { ...key, tags })
		return {}
	},
})

export const untagResource = operation<UntagResourceRequest, object>({
	access: onKey('UntagResource'),
	run({ KeyId = '', TagKeys = [] }, call) {
		const { key, scope } = requireUsable(call, KeyId, ['Enabled', 'Disabled'])
		assertCustomers(key)
		const tags = Object.fromEntries(Object.entries(key.tags).filter(([tag]) => !TagKeys.includes(tag)))
		put(call, scope, { ...key, tags })
		return {}
	},
})

export const listResourceTags = operation<ListResourceTagsRequest, object>({
	access: onKey('ListResourceTags'),
	run({ KeyId = '', ...input }, call) {
		const { key } = requireKeyByItself(call, KeyId)
		const all = Object.entries(key.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }))
		const { page, ...rest } = pageOf(all, input, 50)
		return { Tags: page, ...rest }
	},
})
