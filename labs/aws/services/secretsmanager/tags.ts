import type { Tag, TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-secrets-manager'
import { operation } from '../../service.ts'
import { onSecret, put, requireLiving } from './find.ts'
import { invalidParameter } from './secrets-error.ts'

const TAGS_AT_MOST = 50

export function readTags(tags: ReadonlyArray<Tag> = []): Record<string, string> {
	const read = Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
	// The wordings are ours.
	if (Object.keys(read).some((key) => key.toLowerCase().startsWith('aws:')))
		throw invalidParameter('Tag keys that begin with aws: are reserved.')
	if (Object.keys(read).length > TAGS_AT_MOST)
		throw invalidParameter(`There can only be up to ${TAGS_AT_MOST} tags.`)
	return read
}

export function tagList(tags: Readonly<Record<string, string>>): Array<Tag> {
	return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

export const tagResource = operation<TagResourceRequest, object>({
	access: onSecret('TagResource'),
	run({ SecretId, Tags }, call) {
		const { secret, scope } = requireLiving(call, SecretId)
		const tags = readTags([...tagList(secret.tags), ...(Tags ?? [])])
		put(call, { scope, secret: { ...secret, tags } })
		return {}
	},
})

export const untagResource = operation<UntagResourceRequest, object>({
	access: onSecret('UntagResource'),
	run({ SecretId, TagKeys = [] }, call) {
		const { secret, scope } = requireLiving(call, SecretId)
		const tags = Object.fromEntries(Object.entries(secret.tags).filter(([key]) => !TagKeys.includes(key)))
		put(call, { scope, secret: { ...secret, tags } })
		return {}
	},
})
