import type { Json } from '../../world/json.ts'
import {
	JsonPathTooCostly,
	parseJsonPath,
	selectValues,
	VisitBudget,
} from '../codepipeline/webhooks/json-path.ts'
import type { BusEvent } from './bus.ts'
import type { EventRule, Target } from './collections.ts'

// What a target gets of an event: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
// How templates behave was recorded by LocalStack's tests (events/test_events_inputs).

/** Values of an event that one path may look at; one that would look at more finds nothing. */
const VISITS = 20_000
const PLACEHOLDER = /<([\w.-]+)>/g

/** Placeholders that need no path. */
export const RESERVED: ReadonlySet<string> = new Set([
	'aws.events.rule-arn',
	'aws.events.rule-name',
	'aws.events.event.ingestion-time',
	'aws.events.event',
	'aws.events.event.json',
])

/** The names between the angle brackets of a template. */
export function placeholdersOf(template: string): Array<string> {
	return [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
}

/** The text that a target gets; undefined when its template makes nothing that can be delivered. */
export function inputFor(
	target: Readonly<Target>,
	event: Readonly<BusEvent>,
	rule: Readonly<EventRule>,
): string | undefined {
	const { Input, InputPath, InputTransformer } = target
	if (Input !== undefined) return Input
	if (InputPath !== undefined) return JSON.stringify(valueAt(event, InputPath) ?? null)
	if (!InputTransformer) return JSON.stringify(ordered(event))
	const { InputPathsMap = {}, InputTemplate } = InputTransformer
	const values = new Map<string, Json | undefined>(reservedValues(event, rule))
	for (const [name, path] of Object.entries(InputPathsMap)) values.set(name, valueAt(event, path))
	return fill(InputTemplate, values)
}

/** An event in the order in which it is delivered. */
function ordered({
	version,
	id,
	'detail-type': type,
	source,
	account,
	time,
	region,
	resources,
	detail,
}: Readonly<BusEvent>) {
	return { version, id, 'detail-type': type, source, account, time, region, resources, detail }
}

function valueAt(event: Readonly<BusEvent>, path: string): Json | undefined {
	try {
		return selectValues(parseJsonPath(path), event, new VisitBudget(VISITS))[0] as Json | undefined
	} catch (error) {
		if (error instanceof JsonPathTooCostly) return
		throw error
	}
}

function reservedValues(event: Readonly<BusEvent>, rule: Readonly<EventRule>): Array<[string, Json]> {
	const { 'detail-type': detailType, detail: _, ...rest } = ordered(event)
	return [
		['aws.events.rule-arn', rule.arn],
		['aws.events.rule-name', rule.name],
		['aws.events.event.ingestion-time', event.time],
		['aws.events.event', { ...rest, detailType } as unknown as Json],
		['aws.events.event.json', ordered(event) as unknown as Json],
	]
}

/** A template with its values: lines of texts in quotes as they are, or else JSON, which has to be some. */
function fill(template: string, values: ReadonlyMap<string, Json | undefined>): string | undefined {
	const isText = template.trim().startsWith('"')
	let inQuotes = false
	let filled = ''
	let at = 0
	for (const match of template.matchAll(PLACEHOLDER)) {
		const before = template.slice(at, match.index)
		inQuotes = quotesAfter(before, inQuotes)
		filled += before + written(values.get(match[1] ?? ''), inQuotes, isText)
		at = match.index + match[0].length
	}
	filled += template.slice(at)
	return isText || isJson(filled) ? filled : undefined
}

function quotesAfter(text: string, inQuotes: boolean): boolean {
	const quotes = text.replaceAll(/\\./g, '').split('"').length - 1
	return quotes % 2 === 0 ? inQuotes : !inQuotes
}

/** A value within quotes is its text; of an object, in a template that is a text, its JSON without quotes. */
function written(value: Json | undefined, inQuotes: boolean, isText: boolean): string {
	if (value === undefined) return inQuotes ? '' : '""'
	if (!inQuotes) return JSON.stringify(value)
	if (typeof value === 'string') return JSON.stringify(value).slice(1, -1)
	const text = JSON.stringify(value)
	return isText ? text.replaceAll('"', '') : text
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text)
		return true
	} catch {
		return false
	}
}
