import { z } from 'zod'
import { AwsError } from '../../../aws-error.ts'

// What a form may send: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
// Refusals as LocalStack's tests have them from AWS, `tests/aws/services/s3`.

const condition = z.union([
	z.record(z.string(), z.string()).refine((one) => Object.keys(one).length === 1),
	z.tuple([z.enum(['eq', 'starts-with']), z.string(), z.string()]),
	z.tuple([z.literal('content-length-range'), z.coerce.number(), z.coerce.number()]),
])
const policySchema = z.object({ expiration: z.iso.datetime(), conditions: z.array(condition) })

/** Fields that no condition needs to name. */
const FREE = /^(x-amz-signature|signature|awsaccesskeyid|policy|file|x-ignore-.*)$/

/**
 * Holds a form against its policy. `fields` by lower-case name; `now` is real time, epoch milliseconds, as for
 * signatures; `size` in bytes. Throws AwsError.
 */
export function assertFormAllowed(
	policyText: string,
	fields: Readonly<Record<string, string>>,
	size: number,
	now: number,
): void {
	const { expiration, conditions } = readPolicy(policyText)
	if (Date.parse(expiration) <= now) throw against('Policy expired.')
	const named = new Set<string>()
	for (const one of conditions) {
		if (Array.isArray(one) && one[0] === 'content-length-range') {
			assertSize(size, one[1], one[2])
			continue
		}
		const [operator, field, wanted] = Array.isArray(one) ? (one as [string, string, string]) : equality(one)
		const name = field.replace(/^\$/, '').toLowerCase()
		named.add(name)
		const value = fields[name] ?? ''
		const holds = operator === 'eq' ? value === wanted : value.startsWith(wanted)
		if (!holds) throw against(`Policy Condition failed: ["${operator}", "${field}", "${wanted}"]`)
	}
	const extra = Object.keys(fields).filter((name) => !named.has(name) && !FREE.test(name))
	if (extra.length > 0) throw against(`Extra input fields: ${extra.join(', ')}`)
}

function equality(one: Readonly<Record<string, string>>): [string, string, string] {
	const [[name = '', value = ''] = []] = Object.entries(one)
	return ['eq', `$${name}`, value]
}

function readPolicy(text: string): z.infer<typeof policySchema> {
	try {
		return policySchema.parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')))
	} catch {
		// AWS says where; the end of the wording is ours.
		throw new AwsError('InvalidPolicyDocument', 'Invalid Policy: it is not a policy of a form.', 400)
	}
}

function against(message: string): AwsError {
	return new AwsError('AccessDenied', `Invalid according to Policy: ${message}`, 403)
}

function assertSize(size: number, least: number, most: number): void {
	if (size > most) {
		const fields = { ProposedSize: size, MaxSizeAllowed: most }
		throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, fields)
	}
	if (size >= least) return
	const fields = { ProposedSize: size, MinSizeAllowed: least }
	throw new AwsError(
		'EntityTooSmall',
		'Your proposed upload is smaller than the minimum allowed size',
		400,
		fields,
	)
}
