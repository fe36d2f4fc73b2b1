import { compileDelimited } from './delimited.ts'
import type { FilterPattern } from './filter-pattern.ts'
import { compileJson } from './json-pattern.ts'
import { compileTerms } from './terms.ts'

/** Reads a pattern; throws AwsError for one that is none. The model bounds its length at 1,024 characters. */
export function compilePattern(text: string): FilterPattern {
	const trimmed = text.trim()
	if (trimmed.startsWith('{')) return compileJson(trimmed)
	if (trimmed.startsWith('[')) return compileDelimited(trimmed)
	return compileTerms(trimmed)
}
