import { z } from 'zod'
import type { Policy, Statement } from './document.ts'
import { isOperator } from './operators.ts'

/** A policy text that AWS would not take; `message` is in its words. */
export class MalformedPolicy extends Error {
	override readonly name = 'MalformedPolicy'
}

export const SYNTAX_ERRORS = 'Syntax errors in policy.'
export const NO_JSON = 'This policy contains invalid Json'

// Null among several is passed over, as AWS does.
const texts = z.union([
	z.string().transform((text) => [text]),
	z.array(z.string().nullable()).transform((items) => items.filter((item) => item !== null)),
])
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
	// Another case is an error of its own.
	Effect: z.string().regex(/^(allow|deny)$/i),
	Action: texts.optional(),
	NotAction: texts.optional(),
	Resource: texts.optional(),
	NotResource: texts.optional(),
	Principal: principals.optional(),
	NotPrincipal: principals.optional(),
	Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
})

const policySchema = z.strictObject({
	Version: z.enum(['2008-10-17', '2012-10-17']).optional(),
	Id: z.string().optional(),
	Statement: z.union([
		statementSchema.transform((statement) => [statement]),
		z.array(statementSchema).min(1),
	]),
})

export type WrittenPolicy = z.infer<typeof policySchema>
export type WrittenStatement = z.infer<typeof statementSchema>

const PARSED_KEPT = 2000
const parsed = new Map<string, Policy>()

/** A policy's statements; texts that were parsed before cost a look-up. Throws MalformedPolicy. */
export function parsePolicy(text: string): Policy {
	const known = parsed.get(text)
	if (known) return known
	const policy = compile(readPolicy(text))
	if (parsed.size >= PARSED_KEPT) parsed.clear()
	parsed.set(text, policy)
	return policy
}

/** A policy as it is written, when its form is right. Throws MalformedPolicy. */
export function readPolicy(text: string): WrittenPolicy {
	const { data } = policySchema.safeParse(readJson(text))
	if (!data?.Statement.every(isWellFormed)) throw new MalformedPolicy(SYNTAX_ERRORS)
	return data
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		throw new MalformedPolicy(NO_JSON)
	}
}

function isWellFormed(written: WrittenStatement): boolean {
	const both =
		(written.Action && written.NotAction) ||
		(written.Resource && written.NotResource) ||
		(written.Principal && written.NotPrincipal)
	const conditions = Object.entries(written.Condition ?? {})
	// An operator that nobody knows is no error as long as it says nothing.
	return (
		!both && conditions.every(([operator, keys]) => isOperator(operator) || Object.keys(keys).length === 0)
	)
}

function compile(written: WrittenPolicy): Policy {
	return {
		version: written.Version ?? '2008-10-17',
		id: written.Id,
		statements: written.Statement.map(compileStatement),
	}
}

function compileStatement(written: WrittenStatement): Statement {
	const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal } = written
	const resources = Resource ?? NotResource
	const who = Principal ?? NotPrincipal
	return {
		sid: written.Sid,
		effect: written.Effect.toLowerCase() === 'allow' ? 'Allow' : 'Deny',
		actions: { negated: NotAction !== undefined, patterns: Action ?? NotAction ?? [] },
		resources: resources && { negated: NotResource !== undefined, patterns: resources },
		principals: who && { negated: NotPrincipal !== undefined, byKind: who as Record<string, Array<string>> },
		conditions: Object.entries(written.Condition ?? {}).flatMap(([operator, keys]) =>
			Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
		),
	}
}
