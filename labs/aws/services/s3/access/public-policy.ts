import type { Condition, Statement } from '../../../identity/policy/document.ts'
import { parsePolicy } from '../../../identity/policy/parse.ts'

// The meaning of « public »:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status

/** Condition keys whose fixed values name who may come. */
const NAMING_KEYS = new Set([
	'aws:principalaccount',
	'aws:principalarn',
	'aws:principalorgid',
	'aws:principalorgpaths',
	'aws:sourceaccount',
	'aws:sourcearn',
	'aws:sourceip',
	'aws:sourceorgid',
	'aws:sourceowner',
	'aws:sourcevpc',
	'aws:sourcevpce',
	'aws:userid',
	's3:dataaccesspointaccount',
	's3:dataaccesspointarn',
	's3:x-amz-server-side-encryption-aws-kms-key-id',
])
const FIXING_OPERATOR =
	/^(foranyvalue:)?(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|ipaddress)$/i
const EVERY_ADDRESS = /^(0\.0\.0\.0|::)\/0$/

/** Whether a bucket's policy lets in anybody who is not named. */
export function isPublicPolicy(text: string): boolean {
	return parsePolicy(text).statements.some(isPublic)
}

function isPublic({ effect, principals, conditions }: Statement): boolean {
	if (effect === 'Deny' || !principals) return false
	const named = Object.values(principals.byKind).flat()
	const everybody = principals.negated || named.some((name) => name.includes('*'))
	return everybody && !conditions.some(namesWho)
}

function namesWho({ operator, key, values }: Condition): boolean {
	if (!NAMING_KEYS.has(key.toLowerCase()) || !FIXING_OPERATOR.test(operator)) return false
	return values.every((value) => !/[*?]|\$\{/.test(value) && !EVERY_ADDRESS.test(value))
}
