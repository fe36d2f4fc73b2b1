import type { ProjectSource } from '@aws-sdk/client-codebuild'
import { AwsError } from '../../aws-error.ts'
import type { RolePrincipal } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import { openZipEntry } from '../codepipeline/artifacts/zip.ts'
import { BUILDSPEC_BYTES } from './buildspec.ts'
import { withClone } from './clone-reference.ts'
import type { Build } from './collections.ts'
import { DownloadFailure } from './download-failure.ts'

/** Where an inline buildspec is said to be. */
const INLINE = '/codebuild/readonly/buildspec.yml'

/** A source as the build finds it. */
export interface Source {
	/** Empty for the primary one. */
	identifier: string
	directory: string
	blob?: string
	zip?: Uint8Array
}

/** Fetches what a build is made from, under its role. */
export async function downloadSources(
	call: Call,
	build: Readonly<Build>,
	role: RolePrincipal,
): Promise<Array<Source>> {
	const { source, sourceVersion, secondarySources } = build
	const number = Number.parseInt(build.uuid.replaceAll('-', '').slice(0, 8), 16)
	const root = `/codebuild/output/src${String(number).padStart(10, '0')}/src`
	const several = secondarySources.length > 0
	const primary = await download(call, role, source, sourceVersion)
	const sources: Array<Source> = [{ identifier: '', directory: several ? `${root}/s3/00` : root, ...primary }]
	for (const [index, one] of secondarySources.entries()) {
		const directory = `${root}/s3/${String(index + 1).padStart(2, '0')}`
		sources.push({
			identifier: one.sourceIdentifier ?? '',
			directory,
			...(await download(call, role, one, one.location)),
		})
	}
	return sources
}

async function download(
	call: Call,
	role: RolePrincipal,
	{ type, location = '' }: ProjectSource,
	version?: string,
) {
	if (type === 'NO_SOURCE') return {}
	const isPipelines = type === 'CODEPIPELINE'
	const address = isPipelines
		? (version ?? '').replace(/^arn:aws:s3:::/, '')
		: location.replace(/^arn:aws:s3:::/, '')
	const [, Bucket = '', Key = ''] = /^([^/]+)\/(.+)$/.exec(address) ?? []
	const VersionId = isPipelines ? undefined : version
	try {
		const object = { Bucket, Key, ...(VersionId && { VersionId }) }
		const { Body } = await call.invoke<{ Body: Uint8Array }>(role, 's3', 'GetObject', object)
		const zip = isPipelines ? await withClone(call, role, Body) : Body
		return { blob: await call.blobs.put(zip), zip }
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		const told = `error while downloading key ${Key}, error: ${error.code}: ${error.message}`
		throw new DownloadFailure('CLIENT_ERROR', told)
	}
}

/** The text of the buildspec and where the log says that it is. */
export async function readBuildspec({ source }: Readonly<Build>, [primary]: ReadonlyArray<Source>) {
	const { buildspec = '' } = source
	if (/\n|^\s*(version\s*:|\{)/.test(buildspec)) return { text: buildspec, location: INLINE }
	const path = buildspec === '' ? 'buildspec.yml' : buildspec
	const location = `${primary?.directory}/${path}`
	const text = primary?.zip && (await readEntry(primary.zip, path))
	if (text !== undefined) return { text, location }
	throw new DownloadFailure('YAML_FILE_ERROR', `stat ${location}: no such file or directory`)
}

async function readEntry(zip: Uint8Array, path: string): Promise<string | undefined> {
	try {
		const found = await openZipEntry(zip, path, BUILDSPEC_BYTES)
		return found && Buffer.from(found).toString('utf8')
	} catch (error) {
		const told = error instanceof Error ? error.message : String(error)
		throw new DownloadFailure('CLIENT_ERROR', told)
	}
}
