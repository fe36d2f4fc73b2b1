import { AwsError } from '../../aws-error.ts'
import type { Tags } from './collections.ts'
import { limitExceeded } from './iam-error.ts'

interface Tag {
	Key: string | undefined
	Value: string | undefined
}

const TAGS_AT_MOST = 50

/** Tags from a request; keys are not distinguished by case. */
export function readTags(tags: ReadonlyArray<Tag> = []): Tags {
	return addTags({}, tags)
}

/** Tags with others over them. */
export function addTags(tags: Tags, added: ReadonlyArray<Tag>): Tags {
	checkKeys(added)
	const result = { ...tags }
	for (const { Key = '', Value = '' } of added) {
		const known = Object.keys(result).find((key) => key.toLowerCase() === Key.toLowerCase())
		if (known !== undefined && known !== Key) delete result[known]
		result[Key] = Value
	}
	if (Object.keys(result).length > TAGS_AT_MOST) throw limitExceeded(`TagsPerResource: ${TAGS_AT_MOST}`)
	return result
}

function checkKeys(tags: ReadonlyArray<Tag>): void {
	const keys = tags.map(({ Key = '' }) => Key.toLowerCase())
	if (new Set(keys).size < keys.length) {
		throw new AwsError(
			'InvalidInput',
			'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
		)
	}
	// The wording is ours.
	if (keys.some((key) => key.startsWith('aws:')))
		throw new AwsError('InvalidInput', 'Tag keys that begin with aws: are reserved.')
}

/** Tags without some. */
export function removeTags(tags: Tags, keys: ReadonlyArray<string>): Tags {
	const removed = new Set(keys.map((key) => key.toLowerCase()))
	return Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key.toLowerCase())))
}

/** Tags as they are answered. */
export function listTags(tags: Tags): Array<{ Key: string; Value: string }> {
	return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** The condition keys that a request's tags are. */
export function tagContext(tags: ReadonlyArray<Tag> = []): Record<string, string | Array<string>> {
	const context: Record<string, string | Array<string>> = {}
	for (const { Key = '', Value = '' } of tags) context[`aws:RequestTag/${Key}`] = Value
	if (tags.length > 0) context['aws:TagKeys'] = tags.map(({ Key = '' }) => Key)
	return context
}
