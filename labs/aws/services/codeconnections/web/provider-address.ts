import type { ParsedRequest } from '../../../wire/protocols/message.ts'
import { percentDecode } from '../../../wire/protocols/message.ts'
import type { GitRequest } from '../../codecommit/web/repository-address.ts'
import { PROVIDERS_PATH } from '../providers/access-token.ts'
import { isFullRepositoryId, keptName } from '../providers/repository-name.ts'

/** A request to somebody's corner of a provider. */
export interface ProviderRequest {
	host: string
	token: string
	/** What follows the token, decoded: `` or `/-/authorize`. */
	path: string
	git?: GitRequest
}

const ADDRESS = /^([a-z0-9.-]+(?::\d+)?)\/(ASIA[A-Z2-7]{16}[\w-]{43})((?:\/.*)?)$/
const GIT = /^\/(.+)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/

/** `/_emulator/providers/<host>/<token>…`, or undefined for any other address. */
export function providerRequest(request: ParsedRequest): ProviderRequest | undefined {
	if (!request.path.startsWith(PROVIDERS_PATH)) return
	const rest = percentDecode(request.path.slice(PROVIDERS_PATH.length))
	const [, host = '', token = '', path = ''] = ADDRESS.exec(rest) ?? []
	if (host === '') return
	const git = gitOf(request, path)
	return { host, token, path: path.replace(/\/$/, ''), ...(git && { git }) }
}

/** The path of the provider's front page. */
export function baseOf({ host, token }: Pick<ProviderRequest, 'host' | 'token'>): string {
	return `${PROVIDERS_PATH}${host}/${token}`
}

function gitOf({ method, query }: ParsedRequest, path: string): GitRequest | undefined {
	const [, repository = '', what = ''] = GIT.exec(path) ?? []
	const advertise = what === 'info/refs'
	if (!isFullRepositoryId(repository) || method !== (advertise ? 'GET' : 'POST')) return
	const service = advertise ? query.find(([key]) => key === 'service')?.[1] : what
	if (service !== 'git-upload-pack' && service !== 'git-receive-pack') return
	return { path, name: keptName(repository), service, advertise }
}
