import type {
	ListTagsForResourceInput,
	Tag,
	TagResourceInput,
	UntagResourceInput,
} from '@aws-sdk/client-codepipeline'
import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { resourceNotFound } from './codepipeline-error.ts'
import { type Pipeline, pipelines } from './collections.ts'
import { pageOf } from './pages.ts'

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const TAGS_AT_MOST = 50
const SYSTEM_TAGS =
	"Not allowed to modify system tags. System tags start with 'aws:'. msg=[Caller is an end user and not allowed to mutate system tags]"

type Tags = Readonly<Record<string, string>>

/** The tags of a pipeline with others added. */
export function writeTags(arn: string, tags: Tags, added: ReadonlyArray<Tag>): Tags {
	if (added.some(({ key }) => key?.toLowerCase().startsWith('aws:'))) {
		throw new AwsError('InvalidTagsException', SYSTEM_TAGS)
	}
	const all = { ...tags, ...Object.fromEntries(added.map(({ key, value }) => [key, value ?? ''])) }
	if (Object.keys(all).length > TAGS_AT_MOST) {
		throw new AwsError('TooManyTagsException', `Tag limit exceeded for resource [${arn}].`)
	}
	return all
}

export function readTags(tags: Tags): Array<Tag> {
	return Object.entries(tags).map(([key, value]) => ({ key, value }))
}

export const tagResource = operation<TagResourceInput, object>({
	access: ({ resourceArn = '' }) => ({ action: 'codepipeline:TagResource', resource: resourceArn }),
	run({ resourceArn, tags = [] }, call) {
		const pipeline = taggedPipeline(call, resourceArn)
		const changed = { ...pipeline, tags: writeTags(pipeline.arn, pipeline.tags, tags) }
		call.world.put(pipelines, call.scope, pipeline.name, changed)
		return {}
	},
})

export const untagResource = operation<UntagResourceInput, object>({
	access: ({ resourceArn = '' }) => ({ action: 'codepipeline:UntagResource', resource: resourceArn }),
	run({ resourceArn, tagKeys = [] }, call) {
		const pipeline = taggedPipeline(call, resourceArn)
		const kept = Object.entries(pipeline.tags).filter(([key]) => !tagKeys.includes(key))
		call.world.put(pipelines, call.scope, pipeline.name, { ...pipeline, tags: Object.fromEntries(kept) })
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceInput, object>({
	access: ({ resourceArn = '' }) => ({ action: 'codepipeline:ListTagsForResource', resource: resourceArn }),
	run({ resourceArn, ...paging }, call) {
		const all = readTags(taggedPipeline(call, resourceArn).tags)
		const { page, nextToken } = pageOf(all, ({ key = '' }) => key, paging)
		return { tags: page, nextToken }
	},
})

function taggedPipeline(call: Call, arn = ''): Readonly<Pipeline> {
	const parsed = parseArn(arn)
	if (parsed?.service !== 'codepipeline') {
		throw new AwsError('InvalidArnException', `The ARN is not valid: ${arn}`)
	}
	const found = call.world.get(pipelines, call.scope, parsed.resource)
	if (found?.arn === arn) return found
	throw resourceNotFound(call.scope, parsed.resource)
}
