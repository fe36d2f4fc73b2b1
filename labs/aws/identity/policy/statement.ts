import type { NearMiss } from '../access.ts'
import { type RequestContext, variablesOf } from './context.ts'
import type { Matcher, Policy, Statement } from './document.ts'
import { matchesArn, matchesPattern, type Resolve } from './glob.ts'
import { conditionHolds } from './operators.ts'

/** What a statement is held against. */
export interface Asked {
	action: string
	resource: string
	context: RequestContext
}

/** Why a statement does not apply: each of its parts that does not match. */
export type Miss = Pick<NearMiss, 'because' | 'detail'>

/** Whether a statement applies. The principals of a resource's policy are looked at elsewhere. */
export function applies(policy: Policy, statement: Statement, asked: Asked): boolean {
	if (!actionMatches(statement.actions, asked.action)) return false
	const resolve = resolverOf(policy, asked)
	if (statement.resources && !resourceMatches(statement.resources, asked.resource, resolve)) return false
	return statement.conditions.every(({ operator, key, values }) =>
		conditionHolds(operator, asked.context.get(key.toLowerCase()), values, resolve),
	)
}

/** The parts of a statement that do not match, none when it applies: costs more than to know that it does not. */
export function missesOf(policy: Policy, statement: Statement, asked: Asked): Array<Miss> {
	const resolve = resolverOf(policy, asked)
	const misses: Array<Miss> = []
	if (!actionMatches(statement.actions, asked.action)) {
		misses.push({ because: 'action', detail: listed(statement.actions, 'Action') })
	}
	if (statement.resources && !resourceMatches(statement.resources, asked.resource, resolve)) {
		misses.push({ because: 'resource', detail: listed(statement.resources, 'Resource') })
	}
	for (const { operator, key, values } of statement.conditions) {
		if (conditionHolds(operator, asked.context.get(key.toLowerCase()), values, resolve)) continue
		misses.push({ because: 'condition', detail: `${operator} ${key}` })
	}
	return misses
}

/** Policy variables came with the version of 2012. */
function resolverOf({ version }: Policy, { context }: Asked): Resolve | undefined {
	return version === '2012-10-17' ? variablesOf(context) : undefined
}

/** Whether a matcher takes in an action; case does not count. */
export function actionMatches({ negated, patterns }: Matcher, action: string): boolean {
	const asked = action.toLowerCase()
	return patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), asked)) !== negated
}

function resourceMatches({ negated, patterns }: Matcher, resource: string, resolve?: Resolve): boolean {
	return patterns.some((pattern) => matchesArn(pattern, resource, resolve)) !== negated
}

/** A matcher as it is written, e.g. `Action s3:GetObject, s3:PutObject`. */
function listed({ negated, patterns }: Matcher, element: string): string {
	return `${negated ? 'Not' : ''}${element} ${patterns.join(', ')}`
}
