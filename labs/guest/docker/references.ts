/** A name of an image: `host/path:tag`. */
export interface Reference {
	/** Of the registry; none for Docker Hub's. */
	host?: string
	path: string
	tag: string
}

const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/
const TAG = /^\w[\w.-]{0,127}$/

/** The parts of a name; undefined for what docker takes for none. */
export function readReference(text: string): Reference | undefined {
	const slash = text.indexOf('/')
	const first = slash < 0 ? '' : text.slice(0, slash)
	const isHost = /[.:]/.test(first) || first === 'localhost'
	const rest = isHost ? text.slice(slash + 1) : text
	const colon = rest.lastIndexOf(':')
	const path = colon < 0 ? rest : rest.slice(0, colon)
	const tag = colon < 0 ? 'latest' : rest.slice(colon + 1)
	if (path.length > 255 || !PATH.test(path) || !TAG.test(tag)) return
	return { ...(isHost && { host: first }), path, tag }
}

export function written({ host, path, tag }: Reference): string {
	return `${host === undefined ? '' : `${host}/`}${path}:${tag}`
}

/** The account and Region of a registry of ECR; undefined for any other. */
export function registryOf(host = ''): { account: string; region: string } | undefined {
	const [, account, region] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host) ?? []
	return account !== undefined && region !== undefined ? { account, region } : undefined
}
