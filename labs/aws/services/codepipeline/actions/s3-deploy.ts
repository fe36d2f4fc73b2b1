import { Pacer } from '../../../world/pacer.ts'
import { contentTypeOf } from '../../s3/objects/content-type.ts'
import { artifactBytes, kmsEncryption } from '../artifacts/artifacts.ts'
import { BrokenZip, openZip, type ZippedFile } from '../artifacts/zip.ts'
import { ActionFailure, type ActionProvider, type ActionRun, type Progress, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'
import { callS3 } from './s3-call.ts'

/** Virtual time that a deployment takes, milliseconds. */
const TAKES = 4_000

/** Writes an artifact to a bucket: its files one by one, or the zip itself under ObjectKey. */
export const s3Deploy: ActionProvider = {
	start: ({ call }) => ({ state: 'pending', until: call.now + TAKES }),
	resume: (run) => settleFailure(() => deploy(run)),
	entityUrl: ({ BucketName = '' }, region) => consoleUrl(BucketName, region),
}

async function deploy(run: ActionRun): Promise<Progress> {
	const { call, attempt } = run
	const {
		BucketName = '',
		Extract = '',
		CannedACL,
		CacheControl,
		KMSEncryptionKeyARN,
	} = attempt.configuration
	const role = actionRole(run)
	const zip = await artifactBytes(run, role)
	const objectKey = fillIn(attempt.configuration.ObjectKey ?? '', run)
	// Opened whole before the first write: a broken archive deploys nothing.
	const files =
		Extract.toLowerCase() === 'true'
			? (await extract(zip)).map(({ path, bytes }) => ({ key: joinKey(objectKey, path), bytes }))
			: [{ key: objectKey, bytes: zip }]
	const pacer = new Pacer()
	for (const { key, bytes } of files) {
		await pacer.pause()
		await callS3(call, role, 'PutObject', {
			Bucket: BucketName,
			Key: key,
			...{ Body: bytes, ContentType: contentTypeOf(key) },
			...(CannedACL && { ACL: CannedACL }),
			...(CacheControl && { CacheControl }),
			...(KMSEncryptionKeyARN && kmsEncryption(KMSEncryptionKeyARN)),
		})
	}
	return {
		state: 'settled',
		status: 'Succeeded',
		summary: 'Deployment Succeeded',
		externalExecutionId: attempt.id,
		externalExecutionUrl: consoleUrl(BucketName, call.scope.region),
	}
}

async function extract(zip: Uint8Array): Promise<Array<ZippedFile>> {
	try {
		return await openZip(zip)
	} catch (error) {
		if (!(error instanceof BrokenZip)) throw error
		const message = `The input artifact is not a ZIP file that can be extracted: ${error.message}`
		throw new ActionFailure('JobFailed', message)
	}
}

/** `{datetime}` and `{uuid}` in an object key: action reference of S3 deploy. */
function fillIn(key: string, { call }: ActionRun): string {
	const datetime = new Date(call.now).toISOString().replace(/\.\d+Z$/, 'Z')
	return key.replaceAll('{datetime}', datetime).replaceAll('{uuid}', () => call.ids.uuid())
}

function joinKey(prefix: string, path: string): string {
	const trimmed = prefix.replace(/\/+$/, '')
	return trimmed === '' ? path : `${trimmed}/${path}`
}

function consoleUrl(bucket: string, region: string): string {
	return `https://${region}.console.aws.amazon.com/s3/buckets/${bucket}?region=${region}`
}
