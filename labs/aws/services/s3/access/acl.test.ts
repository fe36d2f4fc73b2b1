import {
	DeleteBucketOwnershipControlsCommand,
	DeletePublicAccessBlockCommand,
	GetBucketAclCommand,
	GetBucketOwnershipControlsCommand,
	GetObjectAclCommand,
	PutBucketAclCommand,
	PutBucketOwnershipControlsCommand,
	PutObjectAclCommand,
	PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

const OWNER = ACCOUNT.padStart(64, '0')
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers'
const OWNER_ALONE = [{ Grantee: { Type: 'CanonicalUser', ID: OWNER }, Permission: 'FULL_CONTROL' }]
const READ_BY_ALL = { Grantee: { Type: 'Group', URI: EVERYBODY }, Permission: 'READ' }

test('while the owner owns everything, lists are shown but not set', async () => {
	const { s3, put } = await openBucket()
	await put('a', 'x')
	const controls = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))
	expect(controls.OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] })
	expect(await s3.send(new GetBucketAclCommand({ Bucket }))).toMatchObject({
		Owner: { ID: OWNER },
		Grants: OWNER_ALONE,
	})
	const acls = await s3.send(new GetObjectAclCommand({ Bucket, Key: 'a' }))
	expect(acls.Grants).toEqual(OWNER_ALONE)
	const notAllowed = refused('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400)
	await expect(s3.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }))).rejects.toMatchObject(notAllowed)
	await expect(
		s3.send(new PutObjectAclCommand({ Bucket, Key: 'a', ACL: 'public-read' })),
	).rejects.toMatchObject(notAllowed)
	await expect(put('b', 'x', { ACL: 'public-read' })).rejects.toMatchObject(notAllowed)
	await put('b', 'x', { ACL: 'bucket-owner-full-control' })
})

test('where lists count, a canned list opens one object to all, unless it is blocked', async () => {
	const { s3, put, ask, enableAcls } = await openBucket()
	await enableAcls()
	await put('a', 'x')
	const open = () => s3.send(new PutObjectAclCommand({ Bucket, Key: 'a', ACL: 'public-read' }))
	await expect(open()).rejects.toMatchObject(
		refused(
			'AccessDenied',
			`User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: s3:PutObjectAcl on resource: "arn:aws:s3:::${Bucket}/a" because public access control lists (ACLs) are blocked by the BlockPublicAcls block public access setting.`,
			403,
		),
	)
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	await open()
	const { Grants } = await s3.send(new GetObjectAclCommand({ Bucket, Key: 'a' }))
	expect(Grants).toEqual([...OWNER_ALONE, READ_BY_ALL])
	expect(await ask('GET', `/${Bucket}/a`)).toMatchObject({ status: 200, text: 'x' })
	await put('b', 'x')
	expect((await ask('GET', `/${Bucket}/b`)).status).toBe(403)
	await put('b', 'y', { ACL: 'public-read' })
	expect((await ask('GET', `/${Bucket}/b`)).text).toBe('y')
	const PublicAccessBlockConfiguration = { IgnorePublicAcls: true }
	await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
	expect((await ask('GET', `/${Bucket}/b`)).status).toBe(403)
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	await s3.send(new PutObjectAclCommand({ Bucket, Key: 'a', ACL: 'private' }))
	expect((await ask('GET', `/${Bucket}/a`)).status).toBe(403)
})

test('a bucket’s list opens the listing, and a document can be written back as it was read', async () => {
	const { s3, put, ask, enableAcls } = await openBucket()
	await enableAcls()
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	await put('a', 'x')
	await s3.send(new PutBucketAclCommand({ Bucket, GrantRead: `uri="${EVERYBODY}"` }))
	expect((await ask('GET', `/${Bucket}?list-type=2`)).text).toContain('<Key>a</Key>')
	expect((await ask('GET', `/${Bucket}/a`)).status).toBe(403)
	const { Owner, Grants } = await s3.send(new GetBucketAclCommand({ Bucket }))
	expect(Grants).toEqual([READ_BY_ALL])
	const AccessControlPolicy = { Owner, Grants: [...(Grants ?? []), ...(OWNER_ALONE as [])] }
	await s3.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy }))
	expect((await s3.send(new GetBucketAclCommand({ Bucket }))).Grants).toEqual([READ_BY_ALL, ...OWNER_ALONE])
})

test('a list that says too much, too little, or something unknown is refused', async () => {
	const { s3, enableAcls } = await openBucket()
	await enableAcls()
	const put = (more: object) => s3.send(new PutBucketAclCommand({ Bucket, ...more }))
	await expect(put({})).rejects.toMatchObject(
		refused('MissingSecurityHeader', 'Your request was missing a required header', 400),
	)
	await expect(put({ ACL: 'private', GrantRead: `id="${OWNER}"` })).rejects.toMatchObject(
		refused('InvalidRequest', 'Specifying both Canned ACLs and Header Grants is not allowed', 400),
	)
	await expect(put({ GrantRead: 'id="inconnu"' })).rejects.toMatchObject(
		refused('InvalidArgument', 'Invalid id', 400),
	)
	await expect(put({ GrantRead: 'uri="http://exemple.fr/groupe"' })).rejects.toMatchObject(
		refused('InvalidArgument', 'Invalid group uri', 400),
	)
	await expect(put({ GrantWrite: 'cle="1234"' })).rejects.toMatchObject(
		refused('InvalidArgument', 'Argument format not recognized', 400),
	)
	await expect(put({ GrantRead: 'emailAddress="a@exemple.fr"' })).rejects.toMatchObject(
		refused(
			'UnresolvableGrantByEmailAddress',
			'The email address you provided does not match any account on record.',
			400,
		),
	)
	const document = { Owner: { ID: OWNER }, Grants: [{ Permission: 'READ' }] }
	await expect(put({ AccessControlPolicy: document })).rejects.toMatchObject(
		refused(
			'MalformedACLError',
			'The XML you provided was not well-formed or did not validate against our published schema',
			400,
		),
	)
})

test('without ownership controls the lists count, as they did before there were any', async () => {
	const { s3, put } = await openBucket()
	await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }))
	await expect(s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).rejects.toMatchObject(
		refused('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', 404),
	)
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	await put('a', 'x', { ACL: 'public-read' })
	await s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' }))
	const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' as const }] }
	await expect(
		s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls })),
	).rejects.toMatchObject(
		refused(
			'InvalidBucketAclWithObjectOwnership',
			"Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
			400,
		),
	)
})
