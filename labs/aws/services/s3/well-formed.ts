import { AwsError } from '../../aws-error.ts'
import { assertCannedAcl } from './access/acl-grants.ts'

/** What many operations take and S3 looks at before anything else. */
interface Checked {
	ExpectedBucketOwner?: string
	ACL?: string
	ContentMD5?: string
}

/** Bytes of an MD5 hash. */
const MD5_BYTES = 16

/** Refuses headers that no bucket could make right, before it is looked who asks and for what. Throws AwsError. */
export function assertWellFormed({ ExpectedBucketOwner, ACL, ContentMD5 }: Checked): void {
	if (ExpectedBucketOwner !== undefined && !/^\d{12}$/.test(ExpectedBucketOwner)) {
		const message = `The value of the expected bucket owner parameter must be an AWS Account ID... [${ExpectedBucketOwner}]`
		throw new AwsError('InvalidBucketOwnerAWSAccountID', message, 400)
	}
	if (ACL !== undefined) assertCannedAcl(ACL)
	if (ContentMD5 !== undefined && !isMd5(ContentMD5)) {
		const message = 'The Content-MD5 you specified was invalid.'
		throw new AwsError('InvalidDigest', message, 400, { 'Content-MD5': ContentMD5 })
	}
}

function isMd5(text: string): boolean {
	return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, 'base64').byteLength === MD5_BYTES
}
