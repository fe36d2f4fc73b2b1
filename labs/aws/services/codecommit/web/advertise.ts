import type { Scope, WorldReader } from '../../../world/world.ts'
import type { Repository } from '../collections.ts'
import { NO_OBJECT } from '../git/objects.ts'
import { FLUSH, line } from '../git/pkt-line.ts'
import type { ObjectStore } from '../store/object-store.ts'
import { CAPABILITIES as UPLOAD } from './fetch-v0.ts'
import { ADVERTISEMENT } from './fetch-v2.ts'
import { CAPABILITIES as RECEIVE } from './receive-pack.ts'
import { headOf, peeled, refsOf } from './refs.ts'
import type { GitService } from './repository-address.ts'

/** What a repository has, as a client asks first: https://git-scm.com/docs/gitprotocol-http#_smart_clients */
export async function advertisement(
	world: WorldReader,
	scope: Scope,
	repository: Readonly<Repository>,
	objects: ObjectStore,
	service: GitService,
	version: number,
): Promise<Uint8Array> {
	const intro = [line(`# service=${service}`), FLUSH]
	if (version === 2 && service === 'git-upload-pack') return Buffer.concat([...intro, ADVERTISEMENT])
	const refs = refsOf(world, scope, repository)
	const told: Array<string> = []
	const head = headOf(repository, refs)
	const pulls = service === 'git-upload-pack'
	if (pulls && head) told.push(`${head.id} HEAD`)
	for (const ref of refs) {
		told.push(`${ref.id} ${ref.name}`)
		const target = pulls ? await peeled(objects, ref) : undefined
		if (target !== undefined) told.push(`${target} ${ref.name}^{}`)
	}
	if (told.length === 0) told.push(`${NO_OBJECT} capabilities^{}`)
	const symref = pulls && head ? ` symref=HEAD:${head.name}` : ''
	const capabilities = `${pulls ? UPLOAD : RECEIVE}${symref}`
	const lines = told.map((text, index) => line(index === 0 ? `${text}\0${capabilities}` : text))
	const hello = version === 1 ? [line('version 1')] : []
	return Buffer.concat([...intro, ...hello, ...lines, FLUSH])
}
