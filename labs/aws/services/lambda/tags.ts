import type { ListTagsRequest, TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-lambda'
import { type Call, operation } from '../../service.ts'
import { functions } from './collections.ts'
import { accessTo, readName, requireFunction } from './find.ts'
import { invalidParameter } from './lambda-error.ts'

const TAGS_AT_MOST = 50

type Tags = Readonly<Record<string, string>>

/** Refuses tags that a function cannot have. */
export function checkedTags(tags: Tags = {}): Tags {
	if (Object.keys(tags).length > TAGS_AT_MOST)
		throw invalidParameter('Number of tags exceeds resource tag limit.')
	if (Object.keys(tags).some((key) => /^aws:/i.test(key)))
		throw invalidParameter("Tag keys with the prefix 'aws:' are reserved")
	return tags
}

function onResource(action: string) {
	return ({ Resource }: { Resource?: string }, call: Call) =>
		accessTo(call, action, readName(call.scope, Resource))
}

export const tagResource = operation<TagResourceRequest, object>({
	access: onResource('TagResource'),
	run({ Resource, Tags = {} }, call) {
		const named = readName(call.scope, Resource)
		const known = requireFunction(call, named)
		call.world.put(functions, named.scope, named.name, {
			...known,
			tags: checkedTags({ ...known.tags, ...Tags }),
		})
		return {}
	},
})

export const untagResource = operation<UntagResourceRequest, object>({
	access: onResource('UntagResource'),
	run({ Resource, TagKeys = [] }, call) {
		const named = readName(call.scope, Resource)
		const known = requireFunction(call, named)
		const tags = Object.fromEntries(Object.entries(known.tags).filter(([key]) => !TagKeys.includes(key)))
		call.world.put(functions, named.scope, named.name, { ...known, tags })
		return {}
	},
})

export const listTags = operation<ListTagsRequest, object>({
	access: onResource('ListTags'),
	run: ({ Resource }, call) => ({ Tags: requireFunction(call, readName(call.scope, Resource)).tags }),
})
