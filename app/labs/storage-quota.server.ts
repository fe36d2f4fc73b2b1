import { QuotaExceeded } from '#labs/aws/identity/denials.ts'
import type { Holding, Quota } from '#labs/aws/world/quota.ts'
import type { Sandbox } from '#labs/aws/world/sandbox.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import { limits } from './limits.server.ts'
import type { Usage } from './live-state.ts'

const MEBIBYTE = 1024 * 1024
/** Bytes that a world may store before the database is asked again. */
const GRANT_BYTES = 16 * MEBIBYTE
/** Worlds with a grant at hand; past it all of them ask anew. */
const GRANTS = 10_000
/** Milliseconds for which the sum over all sandboxes is taken for true. */
const SITE_AGE_MS = 60_000

/** Bytes of the blobs of one sandbox and of all its learner's, as they are now. */
export interface StoredBytes {
	sandbox: number
	learner: number
}

/** Holds every world against the limits of its sandbox, its learner and the site. */
export class StorageQuota implements Quota {
	readonly #database: PrismaClient
	readonly #journalBytes: (world: string) => Promise<number>
	/** Bytes that a world may still store without asking. */
	readonly #grants = new Map<string, number>()
	#site = { bytes: 0, at: Number.NEGATIVE_INFINITY }

	/** `journalBytes` tells what the entries of a world weigh. */
	constructor(database: PrismaClient, journalBytes: (world: string) => Promise<number>) {
		this.#database = database
		this.#journalBytes = journalBytes
	}

	async assertEntry(world: string, service: string, { entries, documents, grows }: Holding): Promise<void> {
		if (entries > limits.entries)
			throw new QuotaExceeded(service, `${limits.entries} entries of its journal. Reset it to begin anew`)
		if (grows && documents > limits.documents)
			throw new QuotaExceeded(service, `${limits.documents} resources and objects. Delete some, or reset it`)
		if ((await this.#journalBytes(world)) > limits.journalBytes) {
			const mebibytes = limits.journalBytes / MEBIBYTE
			throw new QuotaExceeded(service, `${mebibytes} MiB of journal. Reset it to begin anew`)
		}
	}

	async assertBytes(world: string, service: string, bytes: number): Promise<void> {
		const granted = this.#grants.get(world) ?? 0
		if (bytes <= granted) {
			this.#grants.set(world, granted - bytes)
			return
		}
		const stored = await this.storedBytes(world)
		const site = await this.#siteBytes()
		assertBelow(service, stored.sandbox + bytes, limits.sandboxBytes, 'of content in one sandbox')
		assertBelow(service, stored.learner + bytes, limits.learnerBytes, 'of content in all your sandboxes')
		assertBelow(service, site + bytes, limits.siteBytes, 'of content in all sandboxes of this site')
		const left = Math.min(
			limits.sandboxBytes - stored.sandbox,
			limits.learnerBytes - stored.learner,
			limits.siteBytes - site,
			GRANT_BYTES,
		)
		if (this.#grants.size >= GRANTS) this.#grants.clear()
		this.#grants.set(world, Math.max(0, left - bytes))
	}

	/** What a sandbox holds of all that it may hold. */
	async usage({ id, seq, world }: Sandbox): Promise<Array<Usage>> {
		const stored = await this.storedBytes(id)
		return [
			{ what: 'content', used: stored.sandbox, limit: limits.sandboxBytes },
			{ what: 'allContent', used: stored.learner, limit: limits.learnerBytes },
			{ what: 'resources', used: world.size, limit: limits.documents },
			{ what: 'entries', used: seq, limit: limits.entries },
			{ what: 'journal', used: await this.#journalBytes(id), limit: limits.journalBytes },
		]
	}

	/** What a world and the others of its learner store, reset ones left out. */
	async storedBytes(world: string): Promise<StoredBytes> {
		const [id = ''] = world.split('/')
		const [row] = await this.#database.$queryRaw<Array<StoredBytes>>`
			SELECT
				COALESCE(SUM("Blob"."size") FILTER (WHERE "Blob"."world" = ${world}), 0)::float AS "sandbox",
				COALESCE(SUM("Blob"."size"), 0)::float AS "learner"
			FROM "Sandbox" AS "own"
			JOIN "Sandbox" AS "all" ON "all"."userId" = "own"."userId"
			JOIN "Blob" ON "Blob"."world" = "all"."id" || '/' || "all"."generation"
			WHERE "own"."id" = ${id}`
		return row ?? { sandbox: 0, learner: 0 }
	}

	async #siteBytes(): Promise<number> {
		if (performance.now() - this.#site.at > SITE_AGE_MS) {
			const { _sum } = await this.#database.blob.aggregate({ _sum: { size: true } })
			this.#site = { bytes: _sum.size ?? 0, at: performance.now() }
		}
		return this.#site.bytes
	}
}

function assertBelow(service: string, bytes: number, limit: number, what: string): void {
	if (bytes > limit) throw new QuotaExceeded(service, `${Math.floor(limit / MEBIBYTE)} MiB ${what}`)
}
