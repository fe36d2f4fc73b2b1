import type { LoggingEnabled, ReplicationConfiguration, WebsiteConfiguration } from '@aws-sdk/client-s3'
import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { collection, type WorldReader } from '../../../world/world.ts'
import type { Grant, Tags } from '../collections.ts'

/** The four switches against access by everybody. */
export interface PublicAccessBlock {
	BlockPublicAcls: boolean
	IgnorePublicAcls: boolean
	BlockPublicPolicy: boolean
	RestrictPublicBuckets: boolean
}

export interface CorsRule {
	ID?: string
	AllowedHeaders?: ReadonlyArray<string>
	AllowedMethods: ReadonlyArray<string>
	AllowedOrigins: ReadonlyArray<string>
	ExposeHeaders?: ReadonlyArray<string>
	MaxAgeSeconds?: number
}

/** A rule as it was put, dates as epoch milliseconds. */
export interface LifecycleRule {
	ID: string
	Status: 'Enabled' | 'Disabled'
	Prefix?: string
	Filter?: LifecycleFilter
	Expiration?: { Date?: number; Days?: number; ExpiredObjectDeleteMarker?: boolean }
	NoncurrentVersionExpiration?: { NoncurrentDays?: number; NewerNoncurrentVersions?: number }
	AbortIncompleteMultipartUpload?: { DaysAfterInitiation?: number }
	Transitions?: ReadonlyArray<{ Date?: number; Days?: number; StorageClass?: string }>
	NoncurrentVersionTransitions?: ReadonlyArray<object>
}

export interface LifecycleFilter extends LifecycleConditions {
	Tag?: { Key?: string; Value?: string }
	And?: LifecycleConditions & { Tags?: ReadonlyArray<{ Key?: string; Value?: string }> }
}

interface LifecycleConditions {
	Prefix?: string
	ObjectSizeGreaterThan?: number
	ObjectSizeLessThan?: number
}

/** What is configured on a bucket, by kind. */
export interface BucketSettings {
	tags: { tags: Tags }
	encryption: { algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse'; keyId?: string; bucketKey: boolean }
	website: WebsiteConfiguration
	cors: { rules: ReadonlyArray<CorsRule> }
	lifecycle: { rules: ReadonlyArray<LifecycleRule>; minimumSize: string }
	notification: { eventBridge: boolean }
	/** `removed` is what a deletion leaves: without a document, all four are on. */
	publicAccess: { block: PublicAccessBlock; removed?: boolean }
	/** `removed` is what a deletion leaves: without a document, the bucket's owner owns everything. */
	ownership: { objectOwnership: string; removed?: boolean }
	acl: { grants: ReadonlyArray<Grant> }
	logging: LoggingEnabled
	/** There while locks are enabled; what it holds is the default of new versions. */
	objectLock: { mode?: 'GOVERNANCE' | 'COMPLIANCE'; days?: number; years?: number }
	replication: ReplicationConfiguration
}

/**
 * One document for each kind of setting of a bucket, beside the bucket: every
 * write of an object replaces the bucket's own document. Id: `bucket/kind`.
 */
const settings = collection<object>('s3', 'settings', 'world')

/** A setting of a bucket, or undefined while it is not configured. */
export function settingOf<K extends keyof BucketSettings>(
	world: WorldReader,
	bucket: string,
	kind: K,
): Readonly<BucketSettings[K]> | undefined {
	return world.get(settings, WORLD_SCOPE, `${bucket}/${kind}`) as BucketSettings[K] | undefined
}

/** Configures a bucket; what was configured before is replaced. */
export function putSetting<K extends keyof BucketSettings>(
	call: Call,
	bucket: string,
	kind: K,
	value: BucketSettings[K],
): void {
	call.world.put(settings, WORLD_SCOPE, `${bucket}/${kind}`, value)
}

export function deleteSetting(call: Call, bucket: string, kind: keyof BucketSettings): void {
	call.world.delete(settings, WORLD_SCOPE, `${bucket}/${kind}`)
}

/** Forgets all that was configured on a bucket. */
export function deleteSettings(call: Call, bucket: string): void {
	for (const [id] of call.world.entries(settings, WORLD_SCOPE, { prefix: `${bucket}/` })) {
		call.world.delete(settings, WORLD_SCOPE, id)
	}
}
