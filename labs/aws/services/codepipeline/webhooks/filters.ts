import type { WebhookFilterRule } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { JsonPathError, JsonPathTooCostly, parseJsonPath, selectValues, VisitBudget } from './json-path.ts'

// Filters of webhooks: what a payload must hold to start the pipeline.
// https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookFilterRule.html

/** Values of a payload that the filters of one webhook may look at, all together: a few milliseconds. */
const VISITS = 200_000

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
 * Throws AwsError for a payload that is too much for the filters.
 */
export function passes(
	filters: ReadonlyArray<WebhookFilterRule>,
	payload: unknown,
	configuration: Readonly<Record<string, string>>,
): boolean {
	const budget = new VisitBudget(VISITS)
	return filters.every(({ jsonPath = '', matchEquals }) => {
		const values = selected(jsonPath, payload, budget)
		if (matchEquals === undefined) return values.length > 0
		const wanted = fill(matchEquals, configuration)
		return values.some((value) => textOf(value) === wanted)
	})
}

function selected(jsonPath: string, payload: unknown, budget: VisitBudget): Array<unknown> {
	try {
		return selectValues(parseJsonPath(jsonPath), payload, budget)
	} catch (error) {
		if (!(error instanceof JsonPathTooCostly)) throw error
		const message = `The filters look at more than ${VISITS} values of this payload`
		throw new AwsError('InvalidWebhookFilterPatternException', message, 400)
	}
}

/** Puts in what stands in the target action's configuration; a key that it does not have stays as it is. */
function fill(pattern: string, configuration: Readonly<Record<string, string>>): string {
	return pattern.replace(/\{([^{}]+)\}/g, (placeholder, key: string) => configuration[key] ?? placeholder)
}

/** Objects and lists match no text. */
function textOf(value: unknown): string | undefined {
	return typeof value === 'object' && value !== null ? undefined : String(value)
}
