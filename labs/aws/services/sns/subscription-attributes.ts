import { compilePattern, InvalidPattern, type Matcher } from '../events/patterns/pattern.ts'
import type { Subscription } from './collections.ts'
import { invalidParameter } from './sns-error.ts'

const BOOLEAN = ['RawMessageDelivery']
const TEXTS = ['FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy', 'SubscriptionRoleArn', 'DeliveryPolicy']
const SCOPES = ['MessageAttributes', 'MessageBody']
/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const KEYS_AT_MOST = 5
const COMBINATIONS_AT_MOST = 150

/** Attributes of a subscription after some were set. `where` is what AWS puts before a fault of a filter policy. */
export function withAttributes(
	current: Readonly<Record<string, string>>,
	given: Readonly<Record<string, string>>,
	where: string,
): Record<string, string> {
	const attributes = { ...current }
	for (const [name, value] of Object.entries(given)) {
		if (!BOOLEAN.includes(name) && !TEXTS.includes(name)) throw invalidParameter('AttributeName')
		if (BOOLEAN.includes(name) && !/^(true|false)$/i.test(value))
			throw invalidParameter(`${where}${name}: Invalid value [${value}]. Must be true or false.`)
		if (name === 'FilterPolicyScope' && !SCOPES.includes(value))
			throw invalidParameter(
				`${where}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
			)
		if (value === '' || value === '{}') delete attributes[name]
		else attributes[name] = BOOLEAN.includes(name) ? value.toLowerCase() : value
	}
	const { FilterPolicy, FilterPolicyScope } = attributes
	if (FilterPolicy !== undefined) assertFilter(FilterPolicy, FilterPolicyScope === 'MessageBody', where)
	return attributes
}

function assertFilter(text: string, isOfBody: boolean, where: string): void {
	let policy: Record<string, unknown>
	try {
		compilePattern(text)
		policy = JSON.parse(text) as Record<string, unknown>
	} catch (error) {
		if (error instanceof InvalidPattern) throw invalidParameter(`${where}FilterPolicy: ${error.message}`)
		throw invalidParameter(`${where}FilterPolicy: failed to parse JSON.`)
	}
	const leaves = leavesOf(policy)
	if (!isOfBody && Object.values(policy).some((value) => !Array.isArray(value)))
		throw invalidParameter(
			`${where}FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy`,
		)
	if (leaves.length > KEYS_AT_MOST)
		throw invalidParameter(`${where}FilterPolicy: Filter policy can not have more than ${KEYS_AT_MOST} keys`)
	if (leaves.reduce((product, count) => product * count, 1) > COMBINATIONS_AT_MOST)
		throw invalidParameter(`${where}FilterPolicy: Filter policy is too complex`)
}

/** How many values each leaf of a policy has. */
function leavesOf(value: unknown): Array<number> {
	if (Array.isArray(value)) return [value.length]
	if (value === null || typeof value !== 'object') return []
	return Object.values(value).flatMap(leavesOf)
}

/** What a published message is to a subscription's filter. */
export interface Filtered {
	message: string
	attributes: Readonly<Record<string, { DataType?: string; StringValue?: string }>>
}

/** Whether a subscription wants a message. */
export function wants(
	{ attributes }: Readonly<Subscription>,
	{ message, attributes: given }: Filtered,
): boolean {
	const { FilterPolicy, FilterPolicyScope } = attributes
	if (FilterPolicy === undefined) return true
	const matcher = compilePattern(FilterPolicy)
	return FilterPolicyScope === 'MessageBody' ? fitsBody(matcher, message) : matcher(valuesOf(given))
}

/** A body that is no object fits no filter. */
function fitsBody(matcher: Matcher, message: string): boolean {
	try {
		return matcher(JSON.parse(message))
	} catch {
		return false
	}
}

/** Attributes as a filter sees them: numbers are numbers, arrays their elements. */
function valuesOf(given: Filtered['attributes']) {
	return Object.fromEntries(
		Object.entries(given).map(([name, { DataType = 'String', StringValue = '' }]) => [
			name,
			DataType.startsWith('Number')
				? Number(StringValue)
				: DataType === 'String.Array'
					? elements(StringValue)
					: StringValue,
		]),
	)
}

function elements(text: string): Array<string | number | boolean | null> {
	try {
		const list = JSON.parse(text) as Array<string>
		return Array.isArray(list) ? list : []
	} catch {
		return []
	}
}
