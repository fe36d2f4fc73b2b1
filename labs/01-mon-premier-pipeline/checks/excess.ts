import {
	CreateBucketCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	PutBucketPolicyCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
} from '@aws-sdk/client-s3'
import type { Clients } from '../../checks/clients.ts'
import type { ForkContext } from '../../checks/context.ts'
import { SOURCE_BUCKET, WEB_BUCKET } from '../names.ts'

/** A bucket that has nothing to do with the site; it only exists in forks. */
const OTHER_BUCKET = 'paie-confidentielle-111111111111'
const OTHER_KEY = 'bulletins.csv'

/** Something that the service role has no need to do. */
interface Excess {
	/** French, after « Le rôle a pu ». */
	deed: string
	attempt(aws: Clients): Promise<unknown>
}

const VERSIONING = { Status: 'Suspended' } as const
/** Gives the site away to another account: a public policy would be blocked, whoever puts it. */
const FOREIGN_POLICY = JSON.stringify({
	Version: '2012-10-17',
	Statement: [
		{
			Effect: 'Allow',
			Principal: { AWS: '999999999999' },
			Action: 's3:GetObject',
			Resource: `arn:aws:s3:::${WEB_BUCKET}/*`,
		},
	],
})

export const EXCESSES: ReadonlyArray<Excess> = [
	{
		deed: `effacer un objet d’un seau sans rapport, ${OTHER_BUCKET}`,
		attempt: ({ s3 }) => s3.send(new DeleteObjectCommand({ Bucket: OTHER_BUCKET, Key: OTHER_KEY })),
	},
	{
		deed: `écrire dans un seau sans rapport, ${OTHER_BUCKET}`,
		attempt: ({ s3 }) =>
			s3.send(new PutObjectCommand({ Bucket: OTHER_BUCKET, Key: 'intrus.txt', Body: 'intrus' })),
	},
	{
		deed: `lire un objet d’un seau sans rapport, ${OTHER_BUCKET}`,
		attempt: ({ s3 }) => s3.send(new GetObjectCommand({ Bucket: OTHER_BUCKET, Key: 'paie.csv' })),
	},
	{
		deed: `réécrire la source dans ${SOURCE_BUCKET}`,
		attempt: ({ s3 }) =>
			s3.send(new PutObjectCommand({ Bucket: SOURCE_BUCKET, Key: 'intrus.zip', Body: 'intrus' })),
	},
	{
		deed: `changer la politique du seau ${WEB_BUCKET}`,
		attempt: ({ s3 }) => s3.send(new PutBucketPolicyCommand({ Bucket: WEB_BUCKET, Policy: FOREIGN_POLICY })),
	},
	{
		deed: `régler le versionnement du seau ${WEB_BUCKET}`,
		attempt: ({ s3 }) =>
			s3.send(new PutBucketVersioningCommand({ Bucket: WEB_BUCKET, VersioningConfiguration: VERSIONING })),
	},
]

/** Makes the bucket that the role must not reach. */
export async function createOtherBucket({ aws, region }: ForkContext): Promise<void> {
	const CreateBucketConfiguration = { LocationConstraint: region as 'eu-west-3' }
	await aws.s3.send(new CreateBucketCommand({ Bucket: OTHER_BUCKET, CreateBucketConfiguration }))
	for (const Key of [OTHER_KEY, 'paie.csv']) {
		await aws.s3.send(new PutObjectCommand({ Bucket: OTHER_BUCKET, Key, Body: 'confidentiel' }))
	}
}
