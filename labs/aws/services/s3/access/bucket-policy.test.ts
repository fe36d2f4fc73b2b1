import { expect, test } from 'vitest'
import { rootOf } from '../../../identity/credentials.ts'
import { validated } from '../../../wire/validated.fixture.ts'
import { MemoryBlobs } from '../../../world/blobs.ts'
import { MemoryJournal } from '../../../world/journal.ts'
import { Sandbox } from '../../../world/sandbox.ts'
import { authorize } from '../../iam/authorize.ts'
import { s3 } from '../index.ts'

const ACCOUNT = '111111111111'
const ALLOW = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::web/*' }

async function openBucket() {
	const host = {
		services: validated([s3]),
		authorize,
		journal: new MemoryJournal(),
		realNow: () => 0,
	}
	const fresh = { seed: 's3', number: 1n, startsAt: 0, speed: 0 }
	const sandbox = await Sandbox.open('s3', host, new MemoryBlobs(), fresh)
	const scope = { account: ACCOUNT, region: 'us-east-1' }
	const root = (operation: string, input: object) =>
		sandbox.call({ principal: rootOf(ACCOUNT), scope, service: 's3', operation, input })
	await root('CreateBucket', { Bucket: 'web' })
	const put = (...Statement: Array<object>) =>
		root('PutBucketPolicy', {
			Bucket: 'web',
			Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
		})
	return { root, put }
}

test('a bucket policy that authorization could not read is refused', async () => {
	const { put, root } = await openBucket()
	const refused = { code: 'MalformedPolicy', status: 400 }
	await expect(put({ ...ALLOW, Effect: 'allow' })).rejects.toMatchObject(refused)
	await expect(put({ ...ALLOW, Condition: { StringIs: { 'aws:username': 'a' } } })).rejects.toMatchObject(
		refused,
	)
	const elsewhere = { ...ALLOW, Resource: 'arn:aws:s3:::autre/*' }
	await expect(put(elsewhere)).rejects.toMatchObject({ ...refused, message: 'Policy has invalid resource' })
	await expect(put({ ...ALLOW, Principal: { Service: 'codepipline.amazonaws.com' } })).rejects.toMatchObject({
		...refused,
		message: 'Invalid principal in policy',
	})
	await root('DeletePublicAccessBlock', { Bucket: 'web' })
	await put({ ...ALLOW, Sid: 'Lire le site', Principal: { Service: 'codepipeline.amazonaws.com' } })
	await put(ALLOW)
	await expect(root('GetBucketPolicy', { Bucket: 'web' })).resolves.toHaveProperty('Policy')
})

test('root takes away a policy that denies everything', async () => {
	const { put, root } = await openBucket()
	const Resource = ['arn:aws:s3:::web', 'arn:aws:s3:::web/*']
	await put({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource })
	await expect(root('ListObjectsV2', { Bucket: 'web' })).rejects.toMatchObject({
		code: 'AccessDenied',
		message: `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::web" with an explicit deny in a resource-based policy`,
	})
	await root('DeleteBucketPolicy', { Bucket: 'web' })
	await expect(root('ListObjectsV2', { Bucket: 'web' })).resolves.toMatchObject({ KeyCount: 0 })
})
