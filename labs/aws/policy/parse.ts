import { z } from 'zod'
import type { Policy, Statement } from './document.ts'
import { isOperator } from './operators.ts'

/** A policy text that AWS would not take; `message` is in its words. */
export class MalformedPolicy extends Error {
	override readonly name = 'MalformedPolicy'
}

/** What a policy is for decides which elements its statements must and must not have. */
export type PolicyKind = 'identity' | 'resource' | 'trust'

const SYNTAX_ERRORS = 'Syntax errors in policy.'

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())])
const scalars = z
	.union([z.string(), z.number(), z.boolean()])
	.transform(String)
	.or(z.null().transform(() => ''))
const values = z.union([scalars.transform((value) => [value]), z.array(scalars)])
const principals = z.union([
	z.literal('*').transform(() => ({ AWS: ['*'] })),
	z.partialRecord(z.enum(['AWS', 'Service', 'Federated', 'CanonicalUser']), texts),
])

const statementSchema = z.strictObject({
	Sid: z.string().optional(),
	Effect: z.enum(['Allow', 'Deny']),
	Action: texts.optional(),
	NotAction: texts.optional(),
	Resource: texts.optional(),
	NotResource: texts.optional(),
	Principal: principals.optional(),
	NotPrincipal: principals.optional(),
	Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
})

const policySchema = z.strictObject({
	Version: z.enum(['2008-10-17', '2012-10-17']).default('2008-10-17'),
	Id: z.string().optional(),
	Statement: z.union([
		statementSchema.transform((statement) => [statement]),
		z.array(statementSchema).min(1),
	]),
})

type WrittenStatement = z.infer<typeof statementSchema>

const PARSED_KEPT = 2000
const parsed = new Map<string, Policy>()

/** A policy's statements; texts that were parsed before cost a look-up. Throws MalformedPolicy. */
export function parsePolicy(text: string): Policy {
	const known = parsed.get(text)
	if (known) return known
	const policy = read(text)
	if (parsed.size >= PARSED_KEPT) parsed.clear()
	parsed.set(text, policy)
	return policy
}

function read(text: string): Policy {
	const { data } = policySchema.safeParse(readJson(text))
	if (!data) throw new MalformedPolicy(SYNTAX_ERRORS)
	return { version: data.Version, id: data.Id, statements: data.Statement.map(readStatement) }
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		throw new MalformedPolicy('This policy contains invalid Json')
	}
}

function readStatement(written: WrittenStatement): Statement {
	const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal } = written
	if ((Action && NotAction) || (Resource && NotResource) || (Principal && NotPrincipal)) {
		throw new MalformedPolicy(SYNTAX_ERRORS)
	}
	const actions = Action ?? NotAction ?? []
	if (actions.length === 0) throw new MalformedPolicy('Policy statement must contain actions.')
	const resources = Resource ?? NotResource
	const who = Principal ?? NotPrincipal
	return {
		sid: written.Sid,
		effect: written.Effect,
		actions: { negated: NotAction !== undefined, patterns: actions },
		resources: resources && { negated: NotResource !== undefined, patterns: resources },
		principals: who && { negated: NotPrincipal !== undefined, byKind: who as Record<string, Array<string>> },
		conditions: readConditions(written.Condition ?? {}),
	}
}

function readConditions(written: NonNullable<WrittenStatement['Condition']>): Statement['conditions'] {
	return Object.entries(written).flatMap(([operator, keys]) => {
		if (!isOperator(operator)) throw new MalformedPolicy(`Invalid Condition type : ${operator}.`)
		return Object.entries(keys).map(([key, values]) => ({ operator, key, values }))
	})
}
