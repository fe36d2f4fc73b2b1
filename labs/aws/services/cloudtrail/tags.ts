import type { AddTagsRequest, ListTagsRequest, RemoveTagsRequest } from '@aws-sdk/client-cloudtrail'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import { requireTrail, trailAccess } from './find.ts'
import { write } from './trails.ts'

const TAGS_AT_MOST = 50

export const addTags = operation<AddTagsRequest, object>({
	access: ({ ResourceId = '' }, call) => trailAccess(call, 'AddTags', ResourceId),
	run({ ResourceId = '', TagsList = [] }, call) {
		const trail = requireTrail(call, ResourceId)
		const tags = {
			...trail.tags,
			...Object.fromEntries(TagsList.map(({ Key = '', Value = '' }) => [Key, Value])),
		}
		if (Object.keys(tags).length > TAGS_AT_MOST)
			throw new AwsError(
				'TagsLimitExceededException',
				'The number of tags per trail has exceeded the limit of 50.',
			)
		write(call, { ...trail, tags })
		return {}
	},
})

export const removeTags = operation<RemoveTagsRequest, object>({
	access: ({ ResourceId = '' }, call) => trailAccess(call, 'RemoveTags', ResourceId),
	run({ ResourceId = '', TagsList = [] }, call) {
		const trail = requireTrail(call, ResourceId)
		const gone = new Set(TagsList.map(({ Key }) => Key))
		write(call, {
			...trail,
			tags: Object.fromEntries(Object.entries(trail.tags).filter(([key]) => !gone.has(key))),
		})
		return {}
	},
})

export const listTags = operation<ListTagsRequest, object>({
	access: ({ ResourceIdList = [] }, call) => ResourceIdList.map((id) => trailAccess(call, 'ListTags', id)),
	run: ({ ResourceIdList = [] }, call) => ({
		ResourceTagList: ResourceIdList.map((ResourceId) => ({
			ResourceId,
			TagsList: Object.entries(requireTrail(call, ResourceId).tags).map(([Key, Value]) => ({ Key, Value })),
		})),
	}),
})
