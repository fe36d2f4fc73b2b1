import type { Policy } from './document.ts'

/** A policy variable's key: `${key}` or `${key, 'default'}`. */
const VARIABLE = /\$\{\s*([^},\s*?$]+)/g

/** The condition keys that a policy asks for, in its conditions and as variables, as they are written. */
export function contextKeysOf({ version, statements }: Policy): Array<string> {
	const keys = statements.flatMap(({ resources, conditions }) => {
		const texts = [...(resources?.patterns ?? []), ...conditions.flatMap(({ values }) => values)]
		// Policy variables came with the version of 2012.
		const variables = version === '2012-10-17' ? texts.flatMap(variablesIn) : []
		return [...conditions.map(({ key }) => key), ...variables]
	})
	return uniqueKeys(keys)
}

/** Keys without those that differ by case alone. */
export function uniqueKeys(keys: ReadonlyArray<string>): Array<string> {
	return [...new Map(keys.map((key) => [key.toLowerCase(), key])).values()]
}

function variablesIn(text: string): Array<string> {
	return [...text.matchAll(VARIABLE)].flatMap(([, key]) => key ?? [])
}
