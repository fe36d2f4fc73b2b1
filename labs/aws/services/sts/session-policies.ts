import type { PolicyDescriptorType } from '@aws-sdk/client-sts'
import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { MalformedPolicy } from '../../identity/policy/parse.ts'
import { validatePolicy } from '../../identity/policy/validate.ts'
import type { Call } from '../../service.ts'
import { defaultDocument, findManagedPolicy } from '../iam/find.ts'

/** Characters that session policies and tags may have, counted before AWS packs them. */
const CHARACTERS_AT_MOST = 2048

/** Policies that are given with a session: one whole, and managed ones by ARN. */
interface GivenPolicies {
	Policy?: string
	PolicyArns?: ReadonlyArray<PolicyDescriptorType>
}

/** The texts that narrow a session; managed ones must be the account's or AWS's. */
export function readSessionPolicies(
	{ world }: Call,
	account: string,
	{ Policy, PolicyArns = [] }: GivenPolicies,
): Array<string> {
	const managed = PolicyArns.map(({ arn = '' }) => {
		const owner = parseArn(arn)?.account
		const policy = owner === account || owner === 'aws' ? findManagedPolicy(world, arn) : undefined
		if (policy) return defaultDocument(policy)
		throw new AwsError('MalformedPolicyDocument', `Policy ${arn} does not exist or is not attachable.`, 400)
	})
	if (Policy === undefined) return managed
	try {
		validatePolicy(Policy, 'identity')
	} catch (error) {
		if (!(error instanceof MalformedPolicy)) throw error
		throw new AwsError('MalformedPolicyDocument', error.message, 400)
	}
	return [Policy, ...managed]
}

/** How full a session is, in percent of what it may hold; undefined when nothing was given. */
export function packedSize(
	texts: ReadonlyArray<string>,
	tags: Readonly<Record<string, string>>,
): number | undefined {
	const tagTexts = Object.entries(tags).flat()
	const characters = [...texts, ...tagTexts].reduce((sum, { length }) => sum + length, 0)
	return characters > 0 ? Math.min(100, Math.ceil((100 * characters) / CHARACTERS_AT_MOST)) : undefined
}
