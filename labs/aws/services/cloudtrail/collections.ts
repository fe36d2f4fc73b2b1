import type { EventSelector } from '@aws-sdk/client-cloudtrail'
import { collection } from '../../world/world.ts'

/** Dates are virtual epoch milliseconds. */
export interface Trail {
	name: string
	/** Where it was made. */
	region: string
	bucket: string
	prefix?: string
	isMultiRegion: boolean
	includesGlobal: boolean
	validatesFiles: boolean
	kmsKeyId?: string
	/** A log group that gets the events as well, and the role under which. */
	logGroupArn?: string
	logRoleArn?: string
	selectors?: ReadonlyArray<EventSelector>
	tags: Readonly<Record<string, string>>
	isLogging: boolean
	startedAt?: number
	stoppedAt?: number
	/** Events before this have been delivered, or tried. */
	deliveredTo: number
	deliveredAt?: number
	deliveryError?: string
	loggedAt?: number
	logError?: string
}

/** Id: the trail's name. */
export const trails = collection<Trail>('cloudtrail', 'trails')

/** Trails of an account that log, of whatever Region. Id: `region|name`. */
export const logging = collection<{ name: string; region: string; isMultiRegion: boolean }>(
	'cloudtrail',
	'logging',
	'account',
)
