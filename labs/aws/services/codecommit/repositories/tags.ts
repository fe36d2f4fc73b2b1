import type {
	ListTagsForResourceInput,
	TagResourceInput,
	UntagResourceInput,
} from '@aws-sdk/client-codecommit'
import type { Access } from '../../../identity/access.ts'
import { type Call, operation } from '../../../service.ts'
import type { Tags } from '../../iam/collections.ts'
import { nameOfArn, repositoryAccess } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { putRepository, requireRepository } from './find.ts'

const TAGS_AT_MOST = 50

/** Tags that a caller gives, beside those that are there. Throws InvalidSystemTagUsage… or TooManyTagsException. */
export function withTags(given: Tags, there: Tags = {}): Tags {
	if (Object.keys(given).some((key) => key.toLowerCase().startsWith('aws:'))) {
		throw refuse('InvalidSystemTagUsageException')
	}
	const tags = { ...there, ...given }
	if (Object.keys(tags).length > TAGS_AT_MOST) throw refuse('TooManyTagsException')
	return tags
}

interface ByArn {
	resourceArn?: string
}

function onArn(action: string) {
	return (input: ByArn, call: Call): Access => repositoryAccess(call, action, requireName(call, input))
}

function requireName(call: Call, { resourceArn }: ByArn): string {
	if (!resourceArn) throw refuse('ResourceArnRequiredException')
	const name = nameOfArn(call.scope, resourceArn)
	if (!name) throw refuse('InvalidResourceArnException')
	return name
}

export const tagResource = operation<TagResourceInput, void>({
	access: onArn('TagResource'),
	run({ tags = {}, ...input }, call) {
		const repository = requireRepository(call, requireName(call, input))
		putRepository(call, { ...repository, tags: withTags(tags, repository.tags) })
	},
})

export const untagResource = operation<UntagResourceInput, void>({
	access: onArn('UntagResource'),
	run({ tagKeys = [], ...input }, call) {
		const repository = requireRepository(call, requireName(call, input))
		const left = Object.entries(repository.tags).filter(([key]) => !tagKeys.includes(key))
		putRepository(call, { ...repository, tags: Object.fromEntries(left) })
	},
})

export const listTagsForResource = operation<ListTagsForResourceInput, object>({
	access: onArn('ListTagsForResource'),
	run: (input, call) => ({ tags: requireRepository(call, requireName(call, input)).tags }),
})
