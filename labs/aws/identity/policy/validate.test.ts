import { expect, test } from 'vitest'
import { MalformedPolicy } from './parse.ts'
import { type PolicyKind, validatePolicy } from './validate.ts'

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::web/*' }
const trust = {
	Effect: 'Allow',
	Action: 'sts:AssumeRole',
	Principal: { Service: 'codepipeline.amazonaws.com' },
}

function policy(statement: object | Array<object>, version = '2012-10-17'): string {
	return JSON.stringify({ Version: version, Statement: statement })
}

function refusal(text: string, kind: PolicyKind): string {
	try {
		validatePolicy(text, kind)
		return 'accepted'
	} catch (error) {
		if (error instanceof MalformedPolicy) return error.message
		throw error
	}
}

test.each<[string, PolicyKind, string]>([
	['{', 'identity', 'Syntax errors in policy.'],
	['{', 'trust', 'This policy contains invalid Json'],
	['{}', 'identity', 'Syntax errors in policy.'],
	[policy([]), 'identity', 'Syntax errors in policy.'],
	[policy(allow, '2012-10-18'), 'identity', 'Syntax errors in policy.'],
	[policy({ ...allow, Effect: 'allow' }), 'identity', 'The policy failed legacy parsing'],
	[policy({ ...trust, Effect: 'allow' }), 'trust', 'Syntax errors in policy.'],
	[policy({ ...allow, Effect: 'Permit' }), 'identity', 'Syntax errors in policy.'],
	[
		policy({ ...allow, Condition: { DateLessThan: { 'aws:CurrentTime': '2026-13-01' } } }),
		'identity',
		'The policy failed legacy parsing',
	],
	[policy({ ...allow, Resource: 'arn:aws::::web' }), 'identity', 'The policy failed legacy parsing'],
	[policy({ ...allow, Resource: 'arn:aws:s3::' }), 'identity', 'The policy failed legacy parsing'],
	[policy(allow, '2008-10-17'), 'managed', 'Policy document must be version 2012-10-17 or greater.'],
	[policy({ ...allow, Ressource: '*' }), 'identity', 'Syntax errors in policy.'],
	[policy({ ...allow, NotAction: 's3:*' }), 'identity', 'Syntax errors in policy.'],
	[policy({ Effect: 'Allow', Resource: '*' }), 'identity', 'Policy statement must contain actions.'],
	[policy({ Effect: 'Allow', Action: '*' }), 'identity', 'Policy statement must contain resources.'],
	[
		policy({ ...allow, Action: 'GetObject' }),
		'identity',
		'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
	],
	[policy({ ...allow, Action: 's3:Get:x' }), 'identity', 'Actions/Condition can contain only one colon.'],
	[policy({ ...allow, Action: 's*:Get' }), 'identity', 'Vendor s* is not valid'],
	[policy({ ...allow, Resource: 'web' }), 'identity', 'Resource web must be in ARN format or "*".'],
	[
		policy({ ...allow, Resource: 'arn:aws:s3:eu-west-3::web' }),
		'identity',
		'Resource arn:aws:s3:eu-west-3::web can not contain region information.',
	],
	[
		policy({ ...allow, Resource: 'arn:aws:s*:::web' }),
		'identity',
		'Resource vendor must be fully qualified and cannot contain regexes.',
	],
	[
		policy({ ...allow, Resource: 'arn:amazon:s3:::web/*' }),
		'identity',
		'Partition "amazon" is not valid for resource "arn:amazon:s3:::web/*".',
	],
	[
		policy({ ...allow, Resource: 'arn:amazon' }),
		'identity',
		'Partition "amazon" is not valid for resource "arn:amazon:*:*:*:*".',
	],
	[
		policy({ ...allow, Action: 'iam:*', Resource: 'arn:aws:iam:eu-west-3:111111111111:role/a' }),
		'identity',
		'IAM resource arn:aws:iam:eu-west-3:111111111111:role/a cannot contain region information.',
	],
	[
		policy({ ...allow, Action: 'iam:*', Resource: 'arn:aws:iam::111111111111:roles/a' }),
		'identity',
		'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, ' +
			'instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, ' +
			'oidc-provider/, report/, access-report/.',
	],
	[policy({ ...allow, Principal: '*' }), 'identity', 'Policy document should not specify a principal.'],
	[
		policy([
			{ ...allow, Sid: 'One' },
			{ ...allow, Sid: 'One' },
		]),
		'identity',
		'Statement IDs (SID) in a single policy must be unique.',
	],
	[
		policy({ ...allow, Condition: { StringMatches: { 'aws:username': 'ada' } } }),
		'identity',
		'Syntax errors in policy.',
	],
	[policy(allow), 'resource', 'Missing required field Principal'],
	[policy({ ...trust, Resource: '*' }), 'trust', 'Has prohibited field Resource'],
	[policy({ ...trust, Principal: undefined, Resource: '*' }), 'trust', 'Has prohibited field Resource'],
	...(['identity', 'managed', 'trust'] as const).map((kind): [string, PolicyKind, string] => [
		policy({ ...(kind === 'trust' ? trust : allow), Sid: 'Lire le seau' }),
		kind,
		'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
	]),
	[
		policy({ ...trust, Action: 's3:GetObject' }),
		'trust',
		'AssumeRole policy may only specify STS AssumeRole actions.',
	],
	[
		policy({ ...trust, Action: ['sts:AssumeRole', 'sts:TagSessions'] }),
		'trust',
		'AssumeRole policy may only specify STS AssumeRole actions.',
	],
	[policy(allow), 'identity', 'accepted'],
	[policy(allow), 'managed', 'accepted'],
	[policy({ ...allow, Resource: ['arn:aws:s3:::web', null] }), 'identity', 'accepted'],
	[policy({ ...allow, Resource: 'arn:aws:s3:eu-west-3:111111111111:accesspoint/a' }), 'identity', 'accepted'],
	[policy({ ...allow, Condition: { StringMatches: {} } }), 'identity', 'accepted'],
	[
		policy({
			...allow,
			Condition: { DateLessThan: { 'aws:CurrentTime': ['2026-12-01T00:00:00Z', '1796083200'] } },
		}),
		'identity',
		'accepted',
	],
	[policy({ ...trust, Action: ['sts:AssumeRole', 'sts:TagSession'] }), 'trust', 'accepted'],
	[policy({ ...allow, Principal: { AWS: '111111111111' } }), 'resource', 'accepted'],
	[policy(trust), 'trust', 'accepted'],
])('%s as %s policy: %s', (text, kind, message) => {
	expect(refusal(text, kind)).toBe(message)
})

test('single values and lists are the same, and all values are text', () => {
	const condition = { NumericLessThan: { 's3:max-keys': 10 }, Bool: { 'aws:SecureTransport': [true] } }
	const { version, statements } = validatePolicy(policy({ ...allow, Condition: condition }), 'identity')
	expect(version).toBe('2012-10-17')
	expect(statements).toEqual([
		{
			sid: undefined,
			effect: 'Allow',
			actions: { negated: false, patterns: ['s3:GetObject'] },
			resources: { negated: false, patterns: ['arn:aws:s3:::web/*'] },
			principals: undefined,
			conditions: [
				{ operator: 'NumericLessThan', key: 's3:max-keys', values: ['10'] },
				{ operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
			],
		},
	])
})
