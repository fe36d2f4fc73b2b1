import type {
	AddTagsToResourceRequest,
	ListTagsForResourceRequest,
	RemoveTagsFromResourceRequest,
	Tag,
} from '@aws-sdk/client-ssm'
import { AwsError } from '../../aws-error.ts'
import type { Access } from '../../identity/access.ts'
import { type Call, operation } from '../../service.ts'
import { type Parameter, parameters } from './collections.ts'
import { accessTo, put } from './find.ts'

const TAGS_AT_MOST = 50

interface Named {
	ResourceType?: string
	ResourceId?: string
}

export function readTags(tags: ReadonlyArray<Tag> = []): Record<string, string> {
	const read = Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
	if (Object.keys(read).length > TAGS_AT_MOST) throw new AwsError('TooManyTagsError', '')
	return read
}

export const addTagsToResource = operation<AddTagsToResourceRequest, object>({
	access: onParameter('AddTagsToResource'),
	run(input, call) {
		const parameter = requireNamed(call, input)
		const given = Object.entries(parameter.tags).map(([Key, Value]) => ({ Key, Value }))
		put(call, { ...parameter, tags: readTags([...given, ...(input.Tags ?? [])]) })
		return {}
	},
})

export const removeTagsFromResource = operation<RemoveTagsFromResourceRequest, object>({
	access: onParameter('RemoveTagsFromResource'),
	run(input, call) {
		const parameter = requireNamed(call, input)
		const removed = new Set(input.TagKeys)
		const tags = Object.fromEntries(Object.entries(parameter.tags).filter(([key]) => !removed.has(key)))
		put(call, { ...parameter, tags })
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceRequest, object>({
	access: onParameter('ListTagsForResource'),
	run(input, call) {
		const { tags } = requireNamed(call, input)
		return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
	},
})

function onParameter(action: string) {
	return ({ ResourceId = '' }: Named, call: Call): Access => accessTo(call, action, ResourceId)
}

/** Parameters are all that is emulated of Systems Manager. */
function requireNamed(call: Call, { ResourceType, ResourceId = '' }: Named): Readonly<Parameter> {
	if (ResourceType !== 'Parameter') throw new AwsError('InvalidResourceType', '')
	const parameter = call.world.get(parameters, call.scope, ResourceId)
	if (!parameter) throw new AwsError('InvalidResourceId', '')
	return parameter
}
