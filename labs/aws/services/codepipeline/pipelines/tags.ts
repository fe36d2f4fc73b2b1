import type {
	ActionCategory,
	ListTagsForResourceInput,
	Tag,
	TagResourceInput,
	UntagResourceInput,
} from '@aws-sdk/client-codepipeline'
import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { actionTypeArn, customActionTypes } from '../action-types/collections.ts'
import { findCustomType } from '../action-types/find.ts'
import { resourceNotFound } from '../codepipeline-error.ts'
import { pipelines } from '../collections.ts'
import { pageOf } from '../pages.ts'
import { typeKey } from '../structure/action-type.ts'
import { webhooks } from '../webhooks/collections.ts'

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const TAGS_AT_MOST = 50
const SYSTEM_TAGS =
	"Not allowed to modify system tags. System tags start with 'aws:'. msg=[Caller is an end user and not allowed to mutate system tags]"

type Tags = Readonly<Record<string, string>>

/** The tags of a resource with others added. */
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
		const resource = requireTagged(call, resourceArn)
		resource.write(writeTags(resource.arn, resource.tags, tags))
		return {}
	},
})

export const untagResource = operation<UntagResourceInput, object>({
	access: ({ resourceArn = '' }) => ({ action: 'codepipeline:UntagResource', resource: resourceArn }),
	run({ resourceArn, tagKeys = [] }, call) {
		const resource = requireTagged(call, resourceArn)
		const kept = Object.entries(resource.tags).filter(([key]) => !tagKeys.includes(key))
		resource.write(Object.fromEntries(kept))
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceInput, object>({
	access: ({ resourceArn = '' }) => ({ action: 'codepipeline:ListTagsForResource', resource: resourceArn }),
	run({ resourceArn, ...paging }, call) {
		const all = readTags(requireTagged(call, resourceArn).tags)
		const { page, nextToken } = pageOf(all, ({ key = '' }) => key, paging)
		return { tags: page, nextToken }
	},
})

/** A pipeline, a custom action type or a webhook, as far as its tags go. */
interface Tagged {
	arn: string
	tags: Tags
	write(tags: Tags): void
}

function requireTagged(call: Call, arn = ''): Tagged {
	const parsed = parseArn(arn)
	if (parsed?.service !== 'codepipeline') {
		throw new AwsError('InvalidArnException', `The ARN is not valid: ${arn}`)
	}
	const [kind = '', name] = parsed.resource.split(/:(.*)/s)
	// The user guide writes actionType where AWS's own ARNs have actiontype.
	const written = arn.replace(':actionType:', ':actiontype:')
	const found = findTagged(call, kind, name)
	if (found?.arn === written) return found
	if (name === undefined) throw resourceNotFound(call.scope, parsed.resource)
	// Ours.
	throw new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist`)
}

function findTagged(call: Call, kind: string, name: string | undefined): Tagged | undefined {
	if (name === undefined) return taggedPipeline(call, kind)
	return kind === 'webhook' ? taggedWebhook(call, name) : taggedActionType(call, name)
}

function taggedPipeline(call: Call, name: string): Tagged | undefined {
	const found = call.world.get(pipelines, call.scope, name)
	return (
		found && { ...found, write: (tags) => call.world.put(pipelines, call.scope, name, { ...found, tags }) }
	)
}

function taggedActionType(call: Call, path: string): Tagged | undefined {
	const [owner, category, provider, version] = path.split('/')
	const id = { owner: owner as 'Custom', category: category as ActionCategory, provider, version }
	const found = findCustomType(call, id)
	return (
		found && {
			arn: actionTypeArn(call.scope, id),
			tags: found.tags,
			write: (tags) => call.world.put(customActionTypes, call.scope, typeKey(id), { ...found, tags }),
		}
	)
}

function taggedWebhook(call: Call, name: string): Tagged | undefined {
	const found = call.world.get(webhooks, call.scope, name)
	return (
		found && { ...found, write: (tags) => call.world.put(webhooks, call.scope, name, { ...found, tags }) }
	)
}
