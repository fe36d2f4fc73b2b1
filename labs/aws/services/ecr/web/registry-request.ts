import { isIP } from 'node:net'
import { type ParsedRequest, percentDecode } from '../../../wire/protocols/message.ts'

/** A request of the registry's own protocol: https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
export type RegistryRequest =
	| { kind: 'base' }
	| { kind: 'blob' | 'manifest' | 'upload'; repositoryName: string; reference: string }
	| { kind: 'tags'; repositoryName: string }

const BLOB = /^(.+)\/blobs\/(sha256:[a-f0-9]{64})$/
const UPLOAD = /^(.+)\/blobs\/uploads\/([0-9a-f-]*)$/
const MANIFEST = /^(.+)\/manifests\/([^/]+)$/
const TAGS = /^(.+)\/tags\/list$/

/**
 * What a path below `/v2/` means, or undefined for any other: no bucket has so short a
 * name. A host's name that is of a bucket or a website has paths of its own.
 */
export function registryRequest(
	{ path, headers }: Pick<ParsedRequest, 'path' | 'headers'>,
	hostnames: ReadonlyArray<string>,
): RegistryRequest | undefined {
	if (!path.startsWith('/v2') || !isRegistry(headers.host, hostnames)) return
	if (path === '/v2' || path === '/v2/') return { kind: 'base' }
	if (!path.startsWith('/v2/') || path.length > 1_000) return
	const rest = percentDecode(path.slice('/v2/'.length))
	for (const [kind, pattern] of [
		['upload', UPLOAD],
		['blob', BLOB],
		['manifest', MANIFEST],
	] as const) {
		const [, repositoryName, reference] = pattern.exec(rest) ?? []
		if (repositoryName !== undefined && reference !== undefined) return { kind, repositoryName, reference }
	}
	const [, repositoryName] = TAGS.exec(rest) ?? []
	return repositoryName === undefined ? undefined : { kind: 'tags', repositoryName }
}

/** The emulator's own name or address, or the name that AWS gives a registry. */
function isRegistry(host = '', hostnames: ReadonlyArray<string>): boolean {
	const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
	return hostnames.includes(name) || isIP(name) !== 0 || /^\d{12}\.dkr\.ecr\./.test(name)
}
