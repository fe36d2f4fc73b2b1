import { collection } from '../../world/world.ts'

/** A secret; its values are versions. Dates are virtual epoch milliseconds. */
export interface Secret {
	name: string
	/** Ends with six random characters, so that a new secret of the same name is another. */
	arn: string
	description?: string
	/** As it was given; the account's `aws/secretsmanager` when left out. */
	kmsKeyId?: string
	createdAt: number
	changedAt: number
	accessedAt?: number
	/** When it goes for good; undefined while it is not to be deleted. */
	deletesAt?: number
	tags: Readonly<Record<string, string>>
	/** The secret's own policy, JSON text. */
	policy?: string
	/** Which version has which stage; each stage is at one version. */
	stages: Readonly<Record<string, string>>
	rotation?: { lambdaArn: string; rules: object; enabled: boolean }
}

export interface SecretVersion {
	versionId: string
	createdAt: number
	accessedAt?: number
	/** What KMS sealed, base64, and whether it is text. */
	sealed: string
	isText: boolean
	/** Key that sealed it. */
	kmsKeyArn: string
}

/** Id: the secret's name. */
export const secrets = collection<Secret>('secretsmanager', 'secrets')
/** Id: `arn suffix/version`, by `versionDocumentId`. */
export const versions = collection<SecretVersion>('secretsmanager', 'versions')

export function versionDocumentId({ arn }: Pick<Secret, 'arn'>, versionId: string): string {
	return `${arn}|${versionId}`
}
