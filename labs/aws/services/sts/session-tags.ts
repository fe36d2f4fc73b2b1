import type { Tag } from '@aws-sdk/client-sts'
import { AwsError } from '../../aws-error.ts'
import type { Principal } from '../../identity/principal.ts'
import type { Tags } from '../iam/collections.ts'

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html

/** What a new session is tagged with. */
export interface SessionTags {
	tags: Tags
	/** Keys that sessions made from the new one get as well. */
	transitiveKeys: ReadonlyArray<string>
}

/** The tags that a request gives, with those that the caller's own session hands on. */
export function readSessionTags(
	principal: Principal,
	{ Tags: given = [], TransitiveTagKeys = [] }: { Tags?: Array<Tag>; TransitiveTagKeys?: Array<string> },
): SessionTags {
	const inherited = inheritedTags(principal)
	const keys = given.map(({ Key = '' }) => Key.toLowerCase())
	if (new Set(keys).size < keys.length) {
		throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
	}
	if (Object.keys(inherited).some((key) => keys.includes(key.toLowerCase()))) {
		throw invalid(
			"One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
		)
	}
	const unknown = TransitiveTagKeys.find((key) => !keys.includes(key.toLowerCase()))
	// The wording is ours.
	if (unknown !== undefined) throw invalid(`Transitive tag key ${unknown} is not among the session tags.`)
	const own = Object.fromEntries(given.map(({ Key = '', Value = '' }) => [Key, Value]))
	return {
		tags: { ...inherited, ...own },
		transitiveKeys: [...Object.keys(inherited), ...TransitiveTagKeys],
	}
}

/** What a session hands on to those that are made from it. */
function inheritedTags(principal: Principal): Tags {
	if (principal.type !== 'role') return {}
	const { sessionTags = {}, transitiveTagKeys = [] } = principal
	const keys = new Set(transitiveTagKeys.map((key) => key.toLowerCase()))
	return Object.fromEntries(Object.entries(sessionTags).filter(([key]) => keys.has(key.toLowerCase())))
}

function invalid(message: string): AwsError {
	return new AwsError('InvalidParameterValue', message, 400)
}
