import {
	CreateAccessKeyCommand,
	CreateUserCommand,
	IAMClient,
	PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {
	CreateBucketCommand,
	DeletePublicAccessBlockCommand,
	PutBucketOwnershipControlsCommand,
	PutBucketPolicyCommand,
	PutObjectCommand,
	type PutObjectCommandInput,
	S3Client,
} from '@aws-sdk/client-s3'
import { connect } from '../../emulator.fixture.ts'

// What S3's tests start from: a bucket, and SDK clients that speak to it.

export const Bucket = 'un-seau'
export const REGION = 'eu-west-3'

/** What an SDK client throws when it is refused. */
export function refused(name: string, message: string, httpStatusCode: number) {
	return { name, message, $metadata: { httpStatusCode } }
}

/** The policy by which everybody may read a bucket's objects. */
export const PUBLIC_READ = JSON.stringify({
	Version: '2012-10-17',
	Statement: [
		{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
	],
})

/** An account with one bucket, and its root's client. */
export async function openBucket() {
	const { settings, sandbox, emulator } = await connect()
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	const CreateBucketConfiguration = { LocationConstraint: REGION } as const
	await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }))

	/** Puts an object of text. */
	const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
		s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))

	/** One request as it is written, without a signature. */
	async function ask(method: string, url: string, headers: Record<string, string> = {}, body = '') {
		const sent = { host: 'localhost:4566', ...headers }
		const answer = await emulator.fetch({ method, url, headers: sent, body: Buffer.from(body) })
		return { ...answer, text: Buffer.from(answer.body).toString('utf8') }
	}

	/** The client of a new user who may do what a policy's statements say. */
	async function userClient(UserName: string, ...Statement: Array<object>): Promise<S3Client> {
		const iam = new IAMClient(settings)
		await iam.send(new CreateUserCommand({ UserName }))
		const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
		await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }))
		const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
		const credentials = {
			accessKeyId: AccessKey?.AccessKeyId ?? '',
			secretAccessKey: AccessKey?.SecretAccessKey ?? '',
		}
		return new S3Client({ ...settings, credentials, forcePathStyle: true })
	}

	/** Lets everybody read the objects. */
	async function openToAll(): Promise<void> {
		await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
		await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: PUBLIC_READ }))
	}

	/** Makes access control lists count. */
	async function enableAcls(): Promise<void> {
		const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' as const }] }
		await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }))
	}

	return { s3, sandbox, emulator, settings, put, ask, userClient, openToAll, enableAcls }
}
