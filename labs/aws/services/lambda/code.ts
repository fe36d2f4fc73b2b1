import type { FunctionCode } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { through } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import { digestOf } from '../../world/slices.ts'
import { BrokenZip, openZip } from '../codepipeline/artifacts/zip.ts'
import type { FunctionVersion } from './collections.ts'
import { invalidParameter } from './lambda-error.ts'

type Given = Pick<FunctionCode, 'ZipFile' | 'S3Bucket' | 'S3Key' | 'S3ObjectVersion' | 'ImageUri'>

/** Takes the code that a caller gives, or that a bucket holds, read with the caller's rights. */
export async function readCode(call: Call, given: Given): Promise<FunctionVersion['code']> {
	// The wording is ours.
	if (given.ImageUri !== undefined)
		throw invalidParameter('Functions made of a container image are not emulated: give a zip')
	const zip = given.ZipFile ?? (await fromBucket(call, given))
	await assertZip(zip)
	return {
		blob: await call.blobs.put(zip),
		bytes: zip.byteLength,
		sha256: await digestOf('sha256', zip, 'base64'),
	}
}

async function fromBucket(call: Call, { S3Bucket, S3Key, S3ObjectVersion }: Given): Promise<Uint8Array> {
	if (S3Bucket === undefined || S3Key === undefined)
		throw invalidParameter('Please provide a source for function code.')
	const input = { Bucket: S3Bucket, Key: S3Key, ...(S3ObjectVersion && { VersionId: S3ObjectVersion }) }
	try {
		const { Body } = await call.invoke<{ Body: Uint8Array }>(
			through(call.principal, 'lambda'),
			's3',
			'GetObject',
			input,
		)
		return Body
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		throw invalidParameter(
			`Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
		)
	}
}

async function assertZip(zip: Uint8Array): Promise<void> {
	if (zip.byteLength === 0) throw invalidParameter('Uploaded file must be a non-empty zip')
	try {
		await openZip(zip)
	} catch (error) {
		if (!(error instanceof BrokenZip)) throw error
		throw invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.')
	}
}
