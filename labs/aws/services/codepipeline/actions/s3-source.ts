import type { ActionRun, Progress } from './action.ts'
import { ActionFailure, type ActionProvider, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'
import { callS3 } from './s3-call.ts'
import { putSourceArtifact } from './source-artifact.ts'

/** Virtual time that fetching takes, milliseconds. */
const TAKES = 2_000
/** Largest source object: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const BYTES_AT_MOST = 5 * 1024 ** 3

/** Takes one version of an S3 object, as it is, for the output artifact. */
export const s3Source: ActionProvider = {
	start: ({ call }) => ({ state: 'pending', until: call.now + TAKES }),
	resume: (run) => settleFailure(() => fetchObject(run)),
	entityUrl: ({ S3Bucket = '' }, region) => consoleUrl(S3Bucket, region),
}

interface Found {
	ETag?: string
	VersionId?: string
	LastModified?: Date
	ContentLength?: number
}

async function fetchObject(run: ActionRun): Promise<Progress> {
	const { call, declaration } = run
	const role = actionRole(run)
	const { bucket, key, version } = sourceOf(run)
	await assertVersioned(run, bucket)
	const wanted = { Bucket: bucket, Key: key, ...(version && { VersionId: version }) }
	const head = await callS3<Found>(call, role, 'HeadObject', wanted)
	if ((head.ContentLength ?? 0) > BYTES_AT_MOST) {
		throw new ActionFailure(
			'ConfigurationError',
			`The object '${key}' in the S3 bucket '${bucket}' exceeds 5 GB`,
		)
	}
	const exact = { Bucket: bucket, Key: key, ...(head.VersionId && { VersionId: head.VersionId }) }
	const { Body } = await callS3<{ Body: Uint8Array }>(call, role, 'GetObject', exact)
	const output = await putSourceArtifact(run, Body, 'application/zip')
	const etag = (head.ETag ?? '').replaceAll('"', '')
	const versionId = head.VersionId ?? 'null'
	return {
		state: 'settled',
		status: 'Succeeded',
		summary: `Amazon S3 version id: ${versionId}`,
		externalExecutionId: versionId,
		outputs: [output],
		outputVariables: { BucketName: bucket, ETag: etag, ObjectKey: key, VersionId: versionId },
		revision: {
			actionName: declaration.name ?? '',
			name: output.name,
			revisionId: versionId,
			revisionChangeIdentifier: etag,
			revisionSummary: `Amazon S3 version id: ${versionId}`,
			revisionUrl: consoleUrl(bucket, call.scope.region, key),
			createdAt: head.LastModified?.getTime() ?? call.now,
		},
	}
}

/** The object to take: the configured one, unless the start of the execution overrides it. */
function sourceOf({ attempt, execution, declaration }: ActionRun) {
	const { S3Bucket: bucket = '', S3ObjectKey = '' } = attempt.configuration
	const mine = execution.overrides.filter(({ actionName }) => actionName === declaration.name)
	const override = (type: string) => mine.find(({ revisionType }) => revisionType === type)?.revisionValue
	return { bucket, key: override('S3_OBJECT_KEY') ?? S3ObjectKey, version: override('S3_OBJECT_VERSION_ID') }
}

async function assertVersioned(run: ActionRun, bucket: string): Promise<void> {
	const role = actionRole(run)
	const { Status } = await callS3<{ Status?: string }>(run.call, role, 'GetBucketVersioning', {
		Bucket: bucket,
	})
	if (Status === 'Enabled') return
	// The wording is ours.
	throw new ActionFailure(
		'ConfigurationError',
		`The S3 bucket '${bucket}' is not versioned. An S3 source action requires a bucket with versioning enabled`,
	)
}

function consoleUrl(bucket: string, region: string, key?: string): string {
	const path = key === undefined ? `buckets/${bucket}` : `object/${bucket}?prefix=${encodeURIComponent(key)}`
	const query = `${path.includes('?') ? '&' : '?'}region=${region}`
	return `https://${region}.console.aws.amazon.com/s3/${path}${query}`
}
