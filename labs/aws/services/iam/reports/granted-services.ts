import type { Policy, Statement } from '../../../identity/policy/document.ts'
import { matchesPattern } from '../../../identity/policy/glob.ts'
import { parsePolicy } from '../../../identity/policy/parse.ts'
import { actionMatches } from '../../../identity/policy/statement.ts'
import { loadModel, protocolOf } from '../../../wire/model.ts'
import { modelOf, namespaces } from './service-names.ts'

// What policies grant as IAM's reports on past accesses see it: by actions alone.

/** The namespaces in which policies allow anything, in order. */
export function grantedServices(texts: ReadonlyArray<string>): Array<string> {
	const policies = texts.map(parsePolicy)
	const named = statementsOf(policies, 'Allow').flatMap(({ actions }) =>
		actions.negated ? [] : actions.patterns.map(vendorOf).filter((vendor) => /^[a-z0-9-]+$/.test(vendor)),
	)
	const known = new Set([...namespaces, ...named])
	return [...known].filter((namespace) => grantsService(policies, namespace)).sort()
}

/** Whether one policy allows anything in a namespace. */
export function grants(text: string, namespace: string): boolean {
	return grantsService([parsePolicy(text)], namespace)
}

/**
 * The actions of a service whose last use is told, as far as policies allow
 * them: those of the models that are here, and none of S3's, whose names are others.
 */
export function trackedActions(texts: ReadonlyArray<string>, namespace: string): Array<string> {
	const model = modelOf(namespace)
	if (model === 's3' || protocolOf(model) === undefined) return []
	const policies = texts.map(parsePolicy)
	const allowing = statementsOf(policies, 'Allow')
	const denying = statementsOf(policies, 'Deny').filter(isWholesale)
	return Object.keys(loadModel(model).operations)
		.filter((name) => {
			const action = `${namespace}:${name}`
			const allowed = allowing.some(({ actions }) => actionMatches(actions, action))
			return allowed && !denying.some(({ actions }) => actionMatches(actions, action))
		})
		.sort()
}

function grantsService(policies: ReadonlyArray<Policy>, namespace: string): boolean {
	const allowed = statementsOf(policies, 'Allow').some(({ actions }) =>
		actions.negated
			? !actions.patterns.some((pattern) => isWhole(pattern, namespace))
			: actions.patterns.some((pattern) => matchesPattern(vendorOf(pattern), namespace)),
	)
	const denied = statementsOf(policies, 'Deny').some(
		(statement) =>
			isWholesale(statement) &&
			!statement.actions.negated &&
			statement.actions.patterns.some((pattern) => isWhole(pattern, namespace)),
	)
	return allowed && !denied
}

function statementsOf(policies: ReadonlyArray<Policy>, wanted: Statement['effect']): Array<Statement> {
	return policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect === wanted))
}

function vendorOf(pattern: string): string {
	return pattern.toLowerCase().split(':')[0] ?? ''
}

function isWhole(pattern: string, namespace: string): boolean {
	return pattern === '*' || pattern.toLowerCase() === `${namespace}:*`
}

/** Whether a statement is about everything, whatever the request. */
function isWholesale({ conditions, resources }: Statement): boolean {
	return conditions.length === 0 && resources?.negated === false && resources.patterns.includes('*')
}
