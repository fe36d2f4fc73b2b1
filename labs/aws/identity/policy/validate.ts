import type { Policy } from './document.ts'
import { isMoment } from './moments.ts'
import {
	MalformedPolicy,
	NO_JSON,
	parsePolicy,
	readPolicy,
	SYNTAX_ERRORS,
	type WrittenPolicy,
	type WrittenStatement,
} from './parse.ts'
import { failsLegacyParsing, resourceProblem } from './resources.ts'

/**
 * What a policy is for decides which elements its statements must and must not
 * have. A managed policy is an identity's that has an ARN of its own.
 */
export type PolicyKind = 'identity' | 'managed' | 'resource' | 'trust'

/**
 * Parses a policy that is to be kept and checks what its kind demands.
 * Throws MalformedPolicy in AWS's words. Whether the principals that it names
 * exist is for the service to say, which knows the world.
 */
export function validatePolicy(text: string, kind: PolicyKind): Policy {
	CHECKS[kind](read(text, kind))
	return parsePolicy(text)
}

function read(text: string, kind: PolicyKind): WrittenPolicy {
	try {
		return readPolicy(text)
	} catch (error) {
		// IAM tells a trust policy that is no JSON from other errors of form, and no other policy.
		const isIdentity = kind === 'identity' || kind === 'managed'
		if (isIdentity && error instanceof MalformedPolicy && error.message === NO_JSON) refuse(SYNTAX_ERRORS)
		throw error
	}
}

const CHECKS: Record<PolicyKind, (policy: WrittenPolicy) => void> = {
	managed(policy) {
		if (policy.Version !== '2012-10-17') refuse('Policy document must be version 2012-10-17 or greater.')
		CHECKS.identity(policy)
	},
	// In the order in which AWS finds them.
	identity({ Statement }) {
		if (Statement.some(isLegacy)) refuse('The policy failed legacy parsing')
		checkSids(Statement)
		checkSidsAreNames(Statement)
		Statement.forEach(checkHasActions)
		const [problem] = Statement.flatMap(problemsOf)
		if (problem) refuse(problem)
		Statement.forEach(checkActions)
		for (const { Principal, NotPrincipal } of Statement)
			if (Principal ?? NotPrincipal) refuse('Policy document should not specify a principal.')
		Statement.forEach(checkHasResources)
	},
	resource({ Statement }) {
		for (const statement of Statement) {
			checkEffect(statement)
			if (!statement.Principal && !statement.NotPrincipal) refuse('Missing required field Principal')
			checkHasActions(statement)
			checkActions(statement)
			checkHasResources(statement)
			const [problem] = problemsOf(statement)
			if (problem) refuse(problem)
		}
		checkSids(Statement)
	},
	trust({ Statement }) {
		for (const { Resource, NotResource } of Statement)
			if (Resource ?? NotResource) refuse('Has prohibited field Resource')
		for (const statement of Statement) {
			checkEffect(statement)
			if (!statement.Principal && !statement.NotPrincipal) refuse('Missing required field Principal')
			checkHasActions(statement)
			if (!actionsOf(statement).every(isTrustAction))
				refuse('AssumeRole policy may only specify STS AssumeRole actions.')
		}
		checkSids(Statement)
		checkSidsAreNames(Statement)
	},
}

function refuse(message: string): never {
	throw new MalformedPolicy(message)
}

function actionsOf({ Action, NotAction }: WrittenStatement): ReadonlyArray<string> {
	return Action ?? NotAction ?? []
}

function resourcesOf({ Resource, NotResource }: WrittenStatement): ReadonlyArray<string> {
	return Resource ?? NotResource ?? []
}

/** What a role's trust policy can be about; patterns may stand for any of it. */
function isTrustAction(action: string): boolean {
	return (
		/^(\*|sts:.*[*?].*)$/i.test(action) ||
		/^sts:(AssumeRole(WithSAML|WithWebIdentity)?|TagSession|SetSourceIdentity|SetContext)$/i.test(action)
	)
}

function checkEffect({ Effect }: WrittenStatement): void {
	if (Effect !== 'Allow' && Effect !== 'Deny') refuse(SYNTAX_ERRORS)
}

/** What AWS's older parser stops at. */
function isLegacy(statement: WrittenStatement): boolean {
	if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') return true
	const dates = Object.entries(statement.Condition ?? {}).filter(([operator]) =>
		/^(\w+:)?date/i.test(operator),
	)
	const moments = dates.flatMap(([, keys]) => Object.values(keys).flat())
	if (!moments.every((text) => text.includes('${') || isMoment(text))) return true
	return problemsOf(statement).length === 0 && resourcesOf(statement).some(failsLegacyParsing)
}

function problemsOf(statement: WrittenStatement): Array<string> {
	return resourcesOf(statement).flatMap((resource) => resourceProblem(resource) ?? [])
}

function checkSids(statements: ReadonlyArray<WrittenStatement>): void {
	const sids = statements.flatMap(({ Sid }) => (Sid ? [Sid] : []))
	if (new Set(sids).size < sids.length) {
		refuse('Statement IDs (SID) in a single policy must be unique.')
	}
}

/** In IAM's own policies; those of resources may say more. */
function checkSidsAreNames(statements: ReadonlyArray<WrittenStatement>): void {
	if (statements.every(({ Sid = '' }) => /^[0-9A-Za-z]*$/.test(Sid))) return
	refuse(
		'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
	)
}

function checkHasActions(statement: WrittenStatement): void {
	if (actionsOf(statement).length === 0) refuse('Policy statement must contain actions.')
}

function checkHasResources(statement: WrittenStatement): void {
	if (resourcesOf(statement).length === 0) refuse('Policy statement must contain resources.')
}

function checkActions(statement: WrittenStatement): void {
	for (const action of actionsOf(statement)) {
		if (action === '*') continue
		const [vendor = '', ...rest] = action.split(':')
		if (rest.length === 0) {
			refuse('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
		}
		if (rest.length > 1) refuse('Actions/Condition can contain only one colon.')
		if (!/^[A-Za-z0-9.-]+$/.test(vendor)) refuse(`Vendor ${vendor} is not valid`)
	}
}
