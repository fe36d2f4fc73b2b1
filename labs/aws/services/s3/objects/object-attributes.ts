import type { GetObjectAttributesCommandInput } from '@aws-sdk/client-s3'
import { operation } from '../../../service.ts'
import { objectAccess, requireBucket } from '../access/access.ts'
import type { ObjectVersion } from '../collections.ts'
import { pageSize } from '../pages.ts'
import { invalidArgument, invalidRequest } from '../s3-error.ts'
import { checksumsToShow } from './checksums.ts'
import { pageOfParts } from './object-parts.ts'
import { readableVersion, versionIdOf } from './version-reads.ts'

const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']
const readObject = objectAccess('GetObject', 'GetObjectVersion')
const readAttributes = objectAccess('GetObjectAttributes', 'GetObjectVersionAttributes')

export const getObjectAttributes = operation<GetObjectAttributesCommandInput, object>({
	access: (input, call) => [readObject(input, call), readAttributes(input, call)],
	async run(input, call) {
		const bucket = requireBucket(call, input.Bucket ?? '')
		const version = readableVersion(call, input)
		if (input.SSECustomerAlgorithm ?? input.SSECustomerKey)
			throw invalidRequest('The encryption parameters are not applicable to this object.')
		const asked = new Set<string>(input.ObjectAttributes ?? [])
		const unknown = [...asked].find((name) => !ATTRIBUTES.includes(name))
		if (unknown !== undefined)
			throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown)
		return {
			LastModified: new Date(version.lastModified),
			...versionIdOf(version, bucket),
			...(asked.has('ETag') && { ETag: version.etag }),
			...(asked.has('Checksum') && { Checksum: withoutCount(await checksumsToShow(call, version)) }),
			...(asked.has('ObjectParts') && version.parts && { ObjectParts: describeParts(version, input) }),
			...(asked.has('StorageClass') && { StorageClass: version.storageClass ?? 'STANDARD' }),
			...(asked.has('ObjectSize') && { ObjectSize: version.size }),
		}
	},
})

/** Here a checksum made of parts does not tell their number. */
function withoutCount(checksums: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(checksums).map(([name, value]) => [name, value.replace(/-\d+$/, '')]),
	)
}

/** Parts are only listed where each has a checksum; their number is always known. */
function describeParts(
	{ parts = [], checksumType }: Readonly<ObjectVersion>,
	{ PartNumberMarker, MaxParts }: GetObjectAttributesCommandInput,
): object {
	if (checksumType !== 'COMPOSITE') return { TotalPartsCount: parts.length }
	const after = Number(PartNumberMarker ?? 0)
	const limit = pageSize(MaxParts, 'max-parts')
	const page = pageOfParts(parts, after, limit)
	return {
		TotalPartsCount: parts.length,
		PartNumberMarker: after,
		NextPartNumberMarker: page.last,
		MaxParts: limit,
		IsTruncated: page.truncated,
		Parts: page.parts.map(({ number, size, checksums }) => ({
			PartNumber: number,
			Size: size,
			...checksums,
		})),
	}
}
