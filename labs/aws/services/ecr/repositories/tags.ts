import type {
	ListTagsForResourceRequest,
	Tag,
	TagResourceRequest,
	UntagResourceRequest,
} from '@aws-sdk/client-ecr'
import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import type { Tags } from '../../iam/collections.ts'
import { type OfRepository, repositoryAccess, requireRepository } from '../arns.ts'
import { repositories } from '../collections.ts'
import { invalidParameter } from '../ecr-error.ts'

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html */
const TAGS_AT_MOST = 50

/** Tags as they are kept. Throws TooManyTagsException; its wording is ours. */
export function readTags(tags: ReadonlyArray<Tag> = [], before: Tags = {}): Tags {
	const given = tags.map(({ Key = '', Value = '' }) => [Key, Value] as const)
	const all = { ...before, ...Object.fromEntries(given) }
	if (Object.keys(all).length > TAGS_AT_MOST)
		throw new AwsError('TooManyTagsException', `A repository can have at most ${TAGS_AT_MOST} tags`)
	return all
}

/** Condition keys of a request that brings tags. */
export function tagContext(tags: ReadonlyArray<Tag> = []): Record<string, string | Array<string>> {
	if (tags.length === 0) return {}
	const requested = tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value] as const)
	return { ...Object.fromEntries(requested), 'aws:TagKeys': tags.map(({ Key = '' }) => Key) }
}

function named(call: Call, arn: string): OfRepository {
	const { service, region, account, resource } = parseArn(arn) ?? {}
	const [, repositoryName] = /^repository\/(.+)$/.exec(resource ?? '') ?? []
	if (service !== 'ecr' || region !== call.scope.region || !account || repositoryName === undefined)
		// As moto's test has it from AWS.
		throw invalidParameter('resourceArn', 'Invalid ARN')
	return { registryId: account, repositoryName }
}

export const tagResource = operation<TagResourceRequest, object>({
	access: ({ resourceArn = '', tags }, call) =>
		repositoryAccess(call, 'TagResource', named(call, resourceArn), tagContext(tags)),
	run({ resourceArn = '', tags }, call) {
		const { repository, scope } = requireRepository(call, named(call, resourceArn))
		const all = readTags(tags, repository.tags)
		call.world.put(repositories, scope, repository.name, { ...repository, tags: all })
		return {}
	},
})

export const untagResource = operation<UntagResourceRequest, object>({
	access: ({ resourceArn = '', tagKeys = [] }, call) =>
		repositoryAccess(call, 'UntagResource', named(call, resourceArn), { 'aws:TagKeys': tagKeys }),
	run({ resourceArn = '', tagKeys = [] }, call) {
		const { repository, scope } = requireRepository(call, named(call, resourceArn))
		const kept = Object.entries(repository.tags).filter(([key]) => !tagKeys.includes(key))
		call.world.put(repositories, scope, repository.name, { ...repository, tags: Object.fromEntries(kept) })
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceRequest, object>({
	access: ({ resourceArn = '' }, call) =>
		repositoryAccess(call, 'ListTagsForResource', named(call, resourceArn)),
	run({ resourceArn = '' }, call) {
		const { repository } = requireRepository(call, named(call, resourceArn))
		return { tags: Object.entries(repository.tags).map(([Key, Value]) => ({ Key, Value })) }
	},
})
