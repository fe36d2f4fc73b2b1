import {
	CreateBucketCommand,
	DeletePublicAccessBlockCommand,
	GetBucketPolicyStatusCommand,
	GetPublicAccessBlockCommand,
	PutBucketPolicyCommand,
	PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { Bucket, openBucket, PUBLIC_READ, refused } from '../bucket.fixture.ts'
import { isPublicPolicy } from './public-policy.ts'

const ALL = {
	BlockPublicAcls: true,
	IgnorePublicAcls: true,
	BlockPublicPolicy: true,
	RestrictPublicBuckets: true,
}

test('a new bucket blocks all access by everybody, and a deletion leaves nothing', async () => {
	const { s3 } = await openBucket()
	const get = () => s3.send(new GetPublicAccessBlockCommand({ Bucket }))
	expect((await get()).PublicAccessBlockConfiguration).toEqual(ALL)
	const PublicAccessBlockConfiguration = { BlockPublicAcls: true }
	await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
	expect((await get()).PublicAccessBlockConfiguration).toEqual({
		BlockPublicAcls: true,
		IgnorePublicAcls: false,
		BlockPublicPolicy: false,
		RestrictPublicBuckets: false,
	})
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	await expect(get()).rejects.toMatchObject(
		refused(
			'NoSuchPublicAccessBlockConfiguration',
			'The public access block configuration was not found',
			404,
		),
	)
})

test('a public policy is refused while it is blocked, a policy for one account is not', async () => {
	const { s3 } = await openBucket()
	const put = (Policy: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
	await expect(put(PUBLIC_READ)).rejects.toMatchObject(
		refused(
			'AccessDenied',
			`User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${Bucket}" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
			403,
		),
	)
	const status = () => s3.send(new GetBucketPolicyStatusCommand({ Bucket }))
	await expect(status()).rejects.toMatchObject(
		refused('NoSuchBucketPolicy', 'The bucket policy does not exist', 404),
	)
	await put(PUBLIC_READ.replace('"*"', `{"AWS":"${ACCOUNT}"}`))
	expect((await status()).PolicyStatus).toEqual({ IsPublic: false })
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	await put(PUBLIC_READ)
	expect((await status()).PolicyStatus).toEqual({ IsPublic: true })
})

test('who does not sign reads what the policy opens, and nothing else', async () => {
	const { put, ask, openToAll } = await openBucket()
	await put('index.html', '<h1>Bonjour</h1>', { ContentType: 'text/html' })
	const denied = await ask('GET', `/${Bucket}/index.html`)
	expect(denied.status).toBe(403)
	expect(denied.text).toContain('<Code>AccessDenied</Code><Message>Access Denied</Message>')
	await openToAll()
	const opened = await ask('GET', `/${Bucket}/index.html`)
	expect(opened).toMatchObject({ status: 200, text: '<h1>Bonjour</h1>' })
	expect(opened.headers['content-type']).toBe('text/html')
	expect((await ask('PUT', `/${Bucket}/autre.html`, {}, 'intrus')).status).toBe(403)
	expect((await ask('GET', `/${Bucket}?list-type=2`)).status).toBe(403)
	// Who may not list is not told that a key is missing.
	expect((await ask('GET', `/${Bucket}/absent`)).status).toBe(403)
	const nowhere = await ask('GET', '/pas-de-seau/a')
	expect(nowhere.status).toBe(404)
	expect(nowhere.text).toContain('<Code>NoSuchBucket</Code>')
	expect((await ask('GET', '/')).status).toBe(403)
})

test('who does not sign does not choose the headers of an answer', async () => {
	const { put, ask, openToAll } = await openBucket()
	await put('a', 'x')
	await openToAll()
	const answer = await ask('GET', `/${Bucket}/a?response-content-type=text/html`)
	expect(answer.status).toBe(400)
	expect(answer.text).toContain(
		'<Code>InvalidRequest</Code><Message>Request specific response headers cannot be used for anonymous GET requests.</Message>',
	)
})

test('a public policy opens nothing outside while the bucket is restricted', async () => {
	const { s3, put, ask, openToAll } = await openBucket()
	await put('a', 'x')
	await openToAll()
	const PublicAccessBlockConfiguration = { RestrictPublicBuckets: true }
	await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
	expect((await ask('GET', `/${Bucket}/a`)).status).toBe(403)
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	expect((await ask('GET', `/${Bucket}/a`)).status).toBe(200)
})

test('an object under KMS is not read without a signature', async () => {
	const { put, ask, openToAll } = await openBucket()
	await put('a', 'x', { ServerSideEncryption: 'aws:kms' })
	await openToAll()
	const answer = await ask('GET', `/${Bucket}/a`)
	expect(answer.status).toBe(400)
	expect(answer.text).toContain(
		'<Code>InvalidArgument</Code><Message>Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.</Message>',
	)
})

test('a new bucket with a list of others is refused, as lists do not count', async () => {
	const { s3 } = await openBucket()
	const CreateBucketConfiguration = { LocationConstraint: 'eu-west-3' } as const
	const create = (more: object) =>
		s3.send(new CreateBucketCommand({ Bucket: 'public', CreateBucketConfiguration, ...more }))
	await expect(create({ ACL: 'public-read' })).rejects.toMatchObject(
		refused(
			'InvalidBucketAclWithObjectOwnership',
			"Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
			400,
		),
	)
	await expect(create({ ObjectOwnership: 'Personne' })).rejects.toMatchObject(
		refused('InvalidArgument', 'Invalid x-amz-object-ownership header: Personne', 400),
	)
	const action = { ACL: 'public-read', ObjectOwnership: 'ObjectWriter' }
	await expect(create(action)).rejects.toMatchObject({
		name: 'AccessDenied',
		message: expect.stringContaining('blocked by the BlockPublicAcls block public access setting.'),
	})
	await create({ ACL: 'private', ObjectOwnership: 'ObjectWriter' })
})

const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }

test.each([
	[true, {}],
	[true, { Principal: { AWS: '*' } }],
	[true, { Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } }],
	[true, { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }],
	[true, { Condition: { StringEquals: { 'aws:UserAgent': 'moi' } } }],
	[true, { Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-91237329' } } }],
	[false, { Effect: 'Deny' }],
	[false, { Principal: { AWS: '111122223333' } }],
	[false, { Principal: { Service: 'cloudfront.amazonaws.com' } }],
	[false, { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-91237329' } } }],
	[false, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } }],
	[false, { Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } } }],
])('public is %s of a policy with %j', (expected, more) => {
	const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...more }] })
	expect(isPublicPolicy(text)).toBe(expected)
})
