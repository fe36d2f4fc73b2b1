import { AwsError } from '#labs/aws/aws-error.ts'
import { rootOf } from '#labs/aws/identity/credentials.ts'
import { operation, type Service } from '#labs/aws/service.ts'
import type { JournalStore } from '#labs/aws/world/journal.ts'
import type { Quota } from '#labs/aws/world/quota.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { collection } from '#labs/aws/world/world.ts'
import type { DatabaseJournal } from './database-journal.server.ts'

const ACCOUNT = '111111111111'
const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const files = collection<{ sha256: string }>('files', 'file')

/** A service that keeps what it is given, and sometimes thinks better of it. */
const service: Service = {
	name: 'files',
	operations: {
		Put: operation<{ id: string; bytes: Uint8Array }, object>({
			run: async ({ id, bytes }, { world, scope, blobs }) =>
				world.put(files, scope, id, { sha256: await blobs.put(bytes) }),
		}),
		PutThenFail: operation<{ bytes: Uint8Array }, never>({
			async run({ bytes }, { blobs }) {
				await blobs.put(bytes)
				throw new AwsError('Refused', 'No', 400)
			},
		}),
		Get: operation<{ id: string }, object>({
			run: async ({ id }, { world, scope, blobs }) => ({
				bytes: await blobs.get(world.get(files, scope, id)?.sha256 ?? ''),
			}),
		}),
		Delete: operation<{ id: string }, object>({
			run: ({ id }, { world, scope }) => ({ deleted: world.delete(files, scope, id) }),
		}),
		Later: operation<{ at: number }, object>({
			run({ at }, call) {
				call.schedule(at, 'step')
				return {}
			},
		}),
	},
	step(_, { world, scope, now }) {
		world.put(files, scope, String(now), { sha256: '' })
	},
}

/** A world of files over a journal; `call` makes its root's calls. */
export async function openFiles(
	world: string,
	journal: DatabaseJournal,
	{ quota, realNow = () => 0 }: { quota?: Quota; realNow?: () => number } = {},
) {
	const host = {
		services: new Map([['files', service]]),
		authorize() {
			throw new Error('nothing is to be authorized here')
		},
		journal: journal as JournalStore,
		realNow,
		...(quota && { quota }),
	}
	const fresh = { seed: 's', number: 1n, startsAt: 0, speed: 1 }
	const sandbox = await Sandbox.open(world, host, journal.blobs(world), fresh)
	const call = (operation: string, input: object) =>
		sandbox.call({ principal: rootOf(ACCOUNT), scope: SCOPE, service: 'files', operation, input })
	return { sandbox, call }
}
