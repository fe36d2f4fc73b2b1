import { blobName } from '#labs/aws/world/blobs.ts'
import type { Clients } from '../../checks/clients.ts'
import { readObject } from '../../checks/objects.ts'
import { unzipFiles } from '../../zip.ts'
import { siteV1 } from '../start.ts'

/** What a version of the site says of itself. */
const VERSION = /<meta name="version" content="([^"]+)">/

/** SHA-256 of each file of version 1, by path. */
export function hashesOfV1(): Map<string, string> {
	return new Map(Object.entries(siteV1()).map(([path, bytes]) => [path, blobName(bytes)]))
}

/** The version that a page declares, e.g. `2`. */
export function versionOf(page: Uint8Array): string | undefined {
	return VERSION.exec(Buffer.from(page).toString('utf8'))?.[1]
}

/** The files of the archive that is in the source now; undefined when it is missing or no zip. */
export async function readSourceSite(
	aws: Clients,
	{ bucket, key }: { bucket: string; key: string },
): Promise<Record<string, Uint8Array> | undefined> {
	const archive = await readObject(aws, bucket, key)
	return archive && unzipFiles(archive)
}
