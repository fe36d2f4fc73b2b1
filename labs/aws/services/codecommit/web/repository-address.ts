import { type ParsedRequest, percentDecode } from '../../../wire/protocols/message.ts'

export type GitService = 'git-upload-pack' | 'git-receive-pack'

/** A request of git's smart HTTP: https://git-scm.com/docs/gitprotocol-http */
export interface GitRequest {
	/** As git was given it, which is what credential helpers sign: `/v1/repos/site`. */
	path: string
	/** The repository. */
	name: string
	service: GitService
	/** Asked what there is, rather than to do it. */
	advertise: boolean
	/** What the host's name says, when it is one of AWS's form. */
	region?: string
}

const PATH = /^(\/v1\/repos\/([^/]+))\/(info\/refs|git-upload-pack|git-receive-pack)$/

/** The request of a git client, or undefined when it is none. */
export function gitRequest({ method, path, query, headers }: ParsedRequest): GitRequest | undefined {
	if (!path.startsWith('/v1/repos/')) return
	const [, base = '', name = '', what = ''] = PATH.exec(path) ?? []
	const advertise = what === 'info/refs'
	if (base === '' || method !== (advertise ? 'GET' : 'POST')) return
	const service = advertise ? query.find(([key]) => key === 'service')?.[1] : what
	// Without a service it is the dumb protocol, which CodeCommit does not speak.
	if (service !== 'git-upload-pack' && service !== 'git-receive-pack') return
	const [, region] = /^git-codecommit(?:-fips)?\.([a-z0-9-]+)\./.exec(headers.host ?? '') ?? []
	const repository = percentDecode(name).replace(/\.git$/, '')
	return { path: percentDecode(base), name: repository, service, advertise, ...(region && { region }) }
}
