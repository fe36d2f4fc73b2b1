import type { WebhookFilterRule } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { JsonPathError, parseJsonPath, selectValues } from './json-path.ts'

// Filters of webhooks: what a payload must hold to start the pipeline.
// https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookFilterRule.html

/** The wording is ours. */
export function assertFilters(filters: ReadonlyArray<WebhookFilterRule>): void {
	for (const { jsonPath = '' } of filters) {
		try {
			parseJsonPath(jsonPath)
		} catch (error) {
			if (!(error instanceof JsonPathError)) throw error
			const message = `The JSONPath '${jsonPath}' is not valid: ${error.message}`
			throw new AwsError('InvalidWebhookFilterPatternException', message)
		}
	}
}

/**
 * Whether a payload passes all filters. A path that selects several values
 * passes when one of them matches; without `matchEquals` it must select one.
 */
export function passes(
	filters: ReadonlyArray<WebhookFilterRule>,
	payload: unknown,
	configuration: Readonly<Record<string, string>>,
): boolean {
	return filters.every(({ jsonPath = '', matchEquals }) => {
		const values = selectValues(parseJsonPath(jsonPath), payload)
		// A payload that is too large for a filter does not pass it: nothing else is to wait for that.
		if (!values) return false
		if (matchEquals === undefined) return values.length > 0
		const wanted = fill(matchEquals, configuration)
		return values.some((value) => textOf(value) === wanted)
	})
}

/** Puts in what stands in the target action's configuration; a key that it does not have stays as it is. */
function fill(pattern: string, configuration: Readonly<Record<string, string>>): string {
	return pattern.replace(/\{([^{}]+)\}/g, (placeholder, key: string) => configuration[key] ?? placeholder)
}

/** Objects and lists match no text. */
function textOf(value: unknown): string | undefined {
	return typeof value === 'object' && value !== null ? undefined : String(value)
}
