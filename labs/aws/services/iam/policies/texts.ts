import type { Policy } from '../../../identity/policy/document.ts'
import { MalformedPolicy } from '../../../identity/policy/parse.ts'
import { type PolicyKind, validatePolicy } from '../../../identity/policy/validate.ts'
import { malformedPolicy } from '../iam-error.ts'

/** A policy that a caller hands in; a malformed one is refused as IAM does. */
export function checkPolicy(text: string, kind: PolicyKind): Policy {
	try {
		return validatePolicy(text, kind)
	} catch (error) {
		if (error instanceof MalformedPolicy) throw malformedPolicy(error.message)
		throw error
	}
}

/** The size of a policy as quotas count it: white space is free. */
export function policySize(text: string): number {
	return text.replace(/\s/g, '').length
}

/** Policies come back percent-encoded, by RFC 3986. */
export function encodePolicy(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	)
}
