import type { Filter } from '@aws-sdk/client-secrets-manager'
import type { Secret } from './collections.ts'

/**
 * Whether a secret fits all filters. Values are prefixes, one of a filter's is
 * enough, and one that begins with `!` must not fit:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html
 */
export function matches(secret: Readonly<Secret>, filters: ReadonlyArray<Filter> = []): boolean {
	return filters.every(({ Key = 'all', Values = [] }) => {
		const texts = textsOf(secret, Key)
		return Values.some((value) =>
			value.startsWith('!') ? !fits(texts, Key, value.slice(1)) : fits(texts, Key, value),
		)
	})
}

/** Only descriptions are compared without regard to case. */
function fits(texts: ReadonlyArray<string>, key: string, prefix: string): boolean {
	if (key !== 'description' && key !== 'all') return texts.some((text) => text.startsWith(prefix))
	const lower = prefix.toLowerCase()
	return texts.some(
		(text) =>
			text
				.toLowerCase()
				.split(/[\s/_+=.@-]+/)
				.some((word) => word.startsWith(lower)) || text.toLowerCase().startsWith(lower),
	)
}

function textsOf({ name, description = '', tags }: Readonly<Secret>, key: string): Array<string> {
	const known: Record<string, Array<string>> = {
		name: [name],
		description: [description],
		'tag-key': Object.keys(tags),
		'tag-value': Object.values(tags),
		all: [name, description, ...Object.keys(tags), ...Object.values(tags)],
	}
	return known[key] ?? []
}
