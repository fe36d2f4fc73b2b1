import type {
	AccessControlPolicy,
	GetBucketAclCommandInput,
	GetObjectAclCommandInput,
	PutBucketAclCommandInput,
	PutObjectAclCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import type { Bucket, Grant } from '../collections.ts'
import { putSetting, settingOf } from '../configuration/settings.ts'
import { emitObjectEvent } from '../events.ts'
import { readableVersion, writableVersion } from '../objects/version-reads.ts'
import { replaceVersion } from '../objects/versions.ts'
import { aclsNotSupported } from '../s3-error.ts'
import { bucketAccess, objectAccess, requireBucket } from './access.ts'
import {
	type AclRequest,
	aclsEnabled,
	grantsOfHeaders,
	knownGroup,
	knownUser,
	ownerGrant,
	unknownEmail,
} from './acl-grants.ts'
import { ownerId } from './owner.ts'
import { assertGrantsMayBe } from './public-access.ts'

const PERMISSIONS = ['FULL_CONTROL', 'READ', 'WRITE', 'READ_ACP', 'WRITE_ACP']

export const putBucketAcl = operation<PutBucketAclCommandInput, object>({
	access: bucketAccess('PutBucketAcl'),
	run(input, call) {
		const { Bucket = '' } = input
		const bucket = requireBucket(call, Bucket)
		const grants = grantsOf(call, bucket, input)
		assertGrantsMayBe(call, 'PutBucketAcl', { bucket: Bucket }, grants)
		putSetting(call, Bucket, 'acl', { grants })
		return {}
	},
})

export const getBucketAcl = operation<GetBucketAclCommandInput, object>({
	access: bucketAccess('GetBucketAcl'),
	run({ Bucket = '' }, call) {
		const bucket = requireBucket(call, Bucket)
		return describeAcl(call, bucket, settingOf(call.world, Bucket, 'acl')?.grants)
	},
})

export const putObjectAcl = operation<PutObjectAclCommandInput, object>({
	access: objectAccess('PutObjectAcl', 'PutObjectVersionAcl'),
	run(input, call) {
		const { Bucket = '', Key = '' } = input
		const bucket = requireBucket(call, Bucket)
		const version = writableVersion(call, 'PUT', input)
		const grants = grantsOf(call, bucket, input)
		assertGrantsMayBe(call, 'PutObjectAcl', { bucket: Bucket, key: Key }, grants)
		replaceVersion(call, { ...version, grants })
		emitObjectEvent(call, bucket, 'Object ACL Updated', version)
		return {}
	},
})

export const getObjectAcl = operation<GetObjectAclCommandInput, object>({
	access: objectAccess('GetObjectAcl', 'GetObjectVersionAcl'),
	run(input, call) {
		const bucket = requireBucket(call, input.Bucket ?? '')
		const version = readableVersion(call, input)
		return describeAcl(call, bucket, version.grants)
	},
})

type PutAclInput = AclRequest & { AccessControlPolicy?: AccessControlPolicy }

/** The grants that a request sets, by headers or by its document. */
function grantsOf(call: Call, bucket: Readonly<Bucket>, input: PutAclInput): Array<Grant> {
	if (!aclsEnabled(call.world, bucket.name)) throw aclsNotSupported()
	const { AccessControlPolicy: document } = input
	const fromHeaders = grantsOfHeaders(call, bucket, input)
	if (fromHeaders && document) {
		throw new AwsError('UnexpectedContent', 'This request does not support content', 400)
	}
	if (fromHeaders) return fromHeaders
	if (!document) {
		const message = 'Your request was missing a required header'
		throw new AwsError('MissingSecurityHeader', message, 400, { MissingHeaderName: 'x-amz-acl' })
	}
	return grantsOfDocument(call, document)
}

function grantsOfDocument(call: Call, { Grants, Owner }: AccessControlPolicy): Array<Grant> {
	if (!Owner?.ID || !Grants) throw malformedAcl()
	knownUser(call, Owner.ID, 'CanonicalUser/ID')
	return Grants.map(({ Grantee, Permission = '' }) => {
		if (!Grantee || !PERMISSIONS.includes(Permission)) throw malformedAcl()
		const permission = Permission as Grant['permission']
		if (Grantee.Type === 'AmazonCustomerByEmail') throw unknownEmail()
		if (Grantee.Type === 'Group' && Grantee.URI !== undefined)
			return { grantee: knownGroup(Grantee.URI, 'Group/URI'), permission }
		if (Grantee.Type === 'CanonicalUser' && Grantee.ID !== undefined)
			return { grantee: knownUser(call, Grantee.ID, 'CanonicalUser/ID'), permission }
		throw malformedAcl()
	})
}

function malformedAcl(): AwsError {
	return new AwsError(
		'MalformedACLError',
		'The XML you provided was not well-formed or did not validate against our published schema',
		400,
	)
}

/** A list as it is answered; where lists do not count, or none was written, the owner has everything. */
function describeAcl(call: Call, bucket: Readonly<Bucket>, grants: ReadonlyArray<Grant> | undefined): object {
	const counts = aclsEnabled(call.world, bucket.name)
	const listed = (counts ? grants : undefined) ?? [ownerGrant(bucket)]
	return {
		Owner: { ID: ownerId(bucket.account) },
		Grants: listed.map(({ grantee, permission }) => ({
			Grantee:
				'id' in grantee ? { Type: 'CanonicalUser', ID: grantee.id } : { Type: 'Group', URI: grantee.uri },
			Permission: permission,
		})),
	}
}
