import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Clients } from './clients.ts'
import { ifThere } from './refusal.ts'

/** What a bucket holds, each key with its ETag; a bucket that is gone holds nothing. */
export async function listObjects({ s3 }: Clients, Bucket: string): Promise<Record<string, string>> {
	const objects: Record<string, string> = {}
	let ContinuationToken: string | undefined
	do {
		const page = await ifThere(s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken })))
		for (const { Key, ETag } of page?.Contents ?? []) if (Key) objects[Key] = ETag ?? ''
		ContinuationToken = page?.NextContinuationToken
	} while (ContinuationToken)
	return objects
}

/** The bytes of an object, or undefined when it is not there. */
export async function readObject(
	{ s3 }: Clients,
	Bucket: string,
	Key: string,
): Promise<Uint8Array | undefined> {
	const answer = await ifThere(s3.send(new GetObjectCommand({ Bucket, Key })))
	return answer?.Body?.transformToByteArray()
}
