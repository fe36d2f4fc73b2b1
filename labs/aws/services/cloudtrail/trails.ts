import type {
	CreateTrailRequest,
	DeleteTrailRequest,
	DescribeTrailsRequest,
	GetTrailRequest,
	GetTrailStatusRequest,
	StartLoggingRequest,
	StopLoggingRequest,
	UpdateTrailRequest,
} from '@aws-sdk/client-cloudtrail'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { logging, type Trail, trails } from './collections.ts'
import { assertName, requireTrail, trailAccess, trailArn } from './find.ts'
import { assertBucket } from './trail-bucket.ts'
import { logGroupOf } from './trail-logs.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const TRAILS_AT_MOST = 5

/** What is asked of a trail that nothing here does. */
function assertEmulated(input: CreateTrailRequest | UpdateTrailRequest): void {
	const { SnsTopicName, IsOrganizationTrail } = input
	const asked = [SnsTopicName && 'SnsTopicName', IsOrganizationTrail && 'IsOrganizationTrail'].find(Boolean)
	if (asked)
		throw new AwsError(
			'NotImplemented',
			`${asked} of a trail is not emulated: files in S3 and log groups are`,
			501,
		)
}

export const createTrail = operation<CreateTrailRequest, object>({
	access: ({ Name = '' }, call) => trailAccess(call, 'CreateTrail', Name),
	run(input, call) {
		const { Name: name = '', S3BucketName: bucket = '', S3KeyPrefix: prefix, KmsKeyId: kmsKeyId } = input
		assertName(name)
		assertEmulated(input)
		const isMultiRegion = input.IsMultiRegionTrail ?? false
		const includesGlobal = input.IncludeGlobalServiceEvents ?? true
		if (isMultiRegion && !includesGlobal)
			throw new AwsError(
				'InvalidParameterCombinationException',
				'Multi-Region trail must include global service events.',
			)
		if (call.world.get(trails, call.scope, name))
			throw new AwsError(
				'TrailAlreadyExistsException',
				`Trail ${name} already exists for customer: ${call.scope.account}`,
			)
		if (call.world.list(trails, call.scope).length >= TRAILS_AT_MOST)
			throw new AwsError(
				'MaximumNumberOfTrailsExceededException',
				`User: ${call.scope.account} already has ${TRAILS_AT_MOST} trails in ${call.scope.region}.`,
			)
		const trail: Trail = {
			...{ name, bucket, isMultiRegion, includesGlobal, region: call.scope.region },
			...(prefix !== undefined && { prefix }),
			...(kmsKeyId !== undefined && { kmsKeyId }),
			...logGroupOf(call, input),
			validatesFiles: input.EnableLogFileValidation ?? false,
			tags: Object.fromEntries((input.TagsList ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
			isLogging: false,
			deliveredTo: call.now,
		}
		assertBucket(call, trail)
		call.world.put(trails, call.scope, name, trail)
		return trailAnswer(call.scope, trail)
	},
})

export const updateTrail = operation<UpdateTrailRequest, object>({
	access: ({ Name = '' }, call) => trailAccess(call, 'UpdateTrail', Name),
	run(input, call) {
		assertEmulated(input)
		const trail = requireTrail(call, input.Name ?? '')
		const changed: Trail = {
			...trail,
			...(input.S3BucketName !== undefined && { bucket: input.S3BucketName }),
			...(input.S3KeyPrefix !== undefined && { prefix: input.S3KeyPrefix }),
			...(input.KmsKeyId !== undefined && { kmsKeyId: input.KmsKeyId }),
			...logGroupOf(call, input),
			...(input.IsMultiRegionTrail !== undefined && { isMultiRegion: input.IsMultiRegionTrail }),
			...(input.IncludeGlobalServiceEvents !== undefined && {
				includesGlobal: input.IncludeGlobalServiceEvents,
			}),
			...(input.EnableLogFileValidation !== undefined && { validatesFiles: input.EnableLogFileValidation }),
		}
		assertBucket(call, changed)
		write(call, changed)
		return trailAnswer(scopeOf(call, trail), changed)
	},
})

/** Writes a trail where it was made, and whether it logs where calls look for it. */
export function write(call: Call, trail: Trail): void {
	const { name, region, isMultiRegion } = trail
	call.world.put(trails, scopeOf(call, trail), name, trail)
	const id = `${region}|${name}`
	if (trail.isLogging) call.world.put(logging, call.scope, id, { name, region, isMultiRegion })
	else call.world.delete(logging, call.scope, id)
}

const scopeOf = ({ scope }: Call, { region }: Pick<Trail, 'region'>): Scope => ({
	account: scope.account,
	region,
})

export const deleteTrail = operation<DeleteTrailRequest, object>({
	access: ({ Name = '' }, call) => trailAccess(call, 'DeleteTrail', Name),
	run({ Name = '' }, call) {
		const trail = requireTrail(call, Name)
		call.world.delete(trails, scopeOf(call, trail), trail.name)
		call.world.delete(logging, call.scope, `${trail.region}|${trail.name}`)
		return {}
	},
})

function trailAnswer(scope: Scope, trail: Readonly<Trail>) {
	return {
		Name: trail.name,
		S3BucketName: trail.bucket,
		...(trail.prefix !== undefined && { S3KeyPrefix: trail.prefix }),
		IncludeGlobalServiceEvents: trail.includesGlobal,
		IsMultiRegionTrail: trail.isMultiRegion,
		TrailARN: trailArn(scope, trail.name),
		LogFileValidationEnabled: trail.validatesFiles,
		...(trail.kmsKeyId !== undefined && { KmsKeyId: trail.kmsKeyId }),
		...(trail.logGroupArn !== undefined && { CloudWatchLogsLogGroupArn: trail.logGroupArn }),
		...(trail.logRoleArn !== undefined && { CloudWatchLogsRoleArn: trail.logRoleArn }),
		IsOrganizationTrail: false,
	}
}

function detailsOf(call: Call, trail: Readonly<Trail>) {
	return {
		...trailAnswer(scopeOf(call, trail), trail),
		HomeRegion: trail.region,
		HasCustomEventSelectors: trail.selectors !== undefined,
		HasInsightSelectors: false,
	}
}

export const getTrail = operation<GetTrailRequest, object>({
	access: ({ Name = '' }, call) => trailAccess(call, 'GetTrail', Name),
	run: ({ Name = '' }, call) => ({ Trail: detailsOf(call, requireTrail(call, Name)) }),
})

/** The trails of a Region, and those of others that log in it too. */
function trailsOf(call: Call, withShadows: boolean): Array<Readonly<Trail>> {
	const own = call.world.list(trails, call.scope)
	const elsewhere = call.world
		.list(logging, call.scope)
		.filter(({ isMultiRegion, region }) => isMultiRegion && region !== call.scope.region)
		.flatMap(({ name, region }) => call.world.get(trails, scopeOf(call, { region }), name) ?? [])
	return withShadows ? [...own, ...elsewhere] : own
}

export const describeTrails = operation<DescribeTrailsRequest, object>({
	access: () => ({ action: 'cloudtrail:DescribeTrails', resource: '*' }),
	run({ trailNameList = [], includeShadowTrails = true }, call) {
		const names = new Set(trailNameList.map((name) => name.replace(/^.*:trail\//, '')))
		const found = trailsOf(call, includeShadowTrails).filter(
			({ name }) => names.size === 0 || names.has(name),
		)
		return { trailList: found.map((trail) => detailsOf(call, trail)) }
	},
})

export const listTrails = operation<object, object>({
	access: () => ({ action: 'cloudtrail:ListTrails', resource: '*' }),
	run: (_, call) => ({
		Trails: trailsOf(call, true).map((trail) => ({
			TrailARN: trailArn(scopeOf(call, trail), trail.name),
			Name: trail.name,
			HomeRegion: trail.region,
		})),
	}),
})

export const startLogging = operation<StartLoggingRequest, object>({
	access: ({ Name = '' }, call) => trailAccess(call, 'StartLogging', Name),
	run({ Name = '' }, call) {
		const trail = requireTrail(call, Name)
		if (!trail.isLogging)
			write(call, { ...trail, isLogging: true, startedAt: call.now, deliveredTo: call.now })
		return {}
	},
})

export const stopLogging = operation<StopLoggingRequest, object>({
	access: ({ Name = '' }, call) => trailAccess(call, 'StopLogging', Name),
	run({ Name = '' }, call) {
		const trail = requireTrail(call, Name)
		if (trail.isLogging) write(call, { ...trail, isLogging: false, stoppedAt: call.now })
		return {}
	},
})

export const getTrailStatus = operation<GetTrailStatusRequest, object>({
	access: ({ Name = '' }, call) => trailAccess(call, 'GetTrailStatus', Name),
	run({ Name = '' }, call) {
		const { isLogging, startedAt, stoppedAt, deliveredAt, deliveryError, ...trail } = requireTrail(call, Name)
		const seconds = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
		return {
			IsLogging: isLogging,
			...(deliveryError !== undefined && { LatestDeliveryError: deliveryError }),
			...(trail.loggedAt !== undefined && { LatestCloudWatchLogsDeliveryTime: new Date(trail.loggedAt) }),
			...(trail.logError !== undefined && { LatestCloudWatchLogsDeliveryError: trail.logError }),
			...(deliveredAt !== undefined && {
				LatestDeliveryTime: new Date(deliveredAt),
				LatestDeliveryAttemptTime: seconds(deliveredAt),
				LatestDeliveryAttemptSucceeded: deliveryError === undefined ? seconds(deliveredAt) : '',
			}),
			...(startedAt !== undefined && {
				StartLoggingTime: new Date(startedAt),
				TimeLoggingStarted: seconds(startedAt),
			}),
			...(stoppedAt !== undefined && {
				StopLoggingTime: new Date(stoppedAt),
				TimeLoggingStopped: seconds(stoppedAt),
			}),
		}
	},
})
