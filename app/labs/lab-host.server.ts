import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { now } from '#app/platform/clock.server.ts'
import { getDatabase, openedDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { type AnsweredCall, createEmulator, type Emulator } from '#labs/aws/emulator.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { sandboxOfAccessKey, sandboxOfLabel } from '#labs/aws/world/ids.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import type { SandboxHost } from '#labs/aws/world/world-log.ts'
import { buildRunner } from '#labs/guest/build-runner.ts'
import { functionRunner } from '#labs/guest/function-runner.ts'
import { GuestPool } from '#labs/guest/guest-pool.ts'
import { SandboxWork } from '#labs/host/work-host.ts'
import { TERMINAL_USER_AGENT } from '#labs/shell/commands/aws/clients.ts'
import { ShellPool } from '#labs/shell/shell-pool.ts'
import { FileBlobs } from './blobs/file-blobs.server.ts'
import { TableBlobs } from './blobs/table-blobs.server.ts'
import { Collector } from './collector.server.ts'
import { DatabaseJournal } from './database-journal.server.ts'
import { emulatorUrl } from './emulator-url.server.ts'
import { findScene } from './labs.server.ts'
import { SandboxCache } from './sandbox-cache.server.ts'
import { StorageQuota } from './storage-quota.server.ts'
import { worldId } from './world-id.ts'

/** Worlds that one process keeps open. */
const OPEN_WORLDS = 500
/** Command lines that run at the same time in one process. */
const SHELLS = 4
/** Builds that run at the same time in one process. */
const GUESTS = 2
/** Functions that run at the same time in one process, one less of one owner. */
const FUNCTIONS = 3

/** The columns of a sandbox that open its world. */
export interface SandboxRow {
	id: string
	number: bigint
	generation: number
	labId: string
	seed: string
	userId: string
}

/** The labs' machinery in this process: the open worlds, the emulator over them, the shells. */
export class LabHost {
	readonly journal: DatabaseJournal
	readonly quota: StorageQuota
	readonly collector: Collector
	readonly emulator: Emulator
	readonly shells = new ShellPool(SHELLS)
	readonly #guests = new GuestPool(GUESTS)
	/** Apart from builds, which may wait for a function. */
	readonly #functions = new GuestPool(FUNCTIONS)
	readonly #work: SandboxWork
	readonly #worlds: SandboxCache
	readonly #events = new EventEmitter().setMaxListeners(0)
	/** Worlds known to have been reached from outside: asked of the database once. */
	readonly #reached = new Set<string>()
	readonly #host: SandboxHost

	constructor() {
		const onError = (error: unknown) => log.error({ err: error }, 'lab host')
		const { client, pool } = openedDatabase()
		const largeBlobs = pool ? new TableBlobs(pool) : new FileBlobs(join(env.dataDir, 'blobs'))
		this.journal = new DatabaseJournal(client, largeBlobs, { shared: pool !== undefined, onError })
		this.quota = new StorageQuota(client, (world) => this.journal.journalBytes(world))
		this.collector = new Collector(client, this.journal, largeBlobs, pool)
		const emulatorHere = () => `http://127.0.0.1:${env.emulatorPort}`
		const runners = {
			build: buildRunner(this.#guests, emulatorHere),
			function: functionRunner(this.#functions, emulatorHere),
		}
		this.#work = new SandboxWork({ runners, onError })
		this.#worlds = new SandboxCache(OPEN_WORLDS, onError, (sandbox) => this.#work.forget(sandbox))
		this.#host = {
			services,
			authorize,
			journal: this.journal,
			quota: this.quota,
			work: this.#work,
			endpoint: emulatorUrl(),
			realNow: () => now().getTime(),
		}
		this.emulator = createEmulator({
			services,
			hostnames: [new URL(emulatorUrl()).hostname],
			realNow: this.#host.realNow,
			findSandbox: (accessKeyId) => this.#findByNumber(sandboxOfAccessKey(accessKeyId)),
			findPublicSandbox: async (label) =>
				label === undefined ? undefined : this.#findByNumber(sandboxOfLabel(label)),
			onError,
			onCall: (call) => void this.#noteRemoteCall(call).catch(onError),
		})
	}

	/** The world of a sandbox, opened from its journal or begun with its lab's start state. */
	open(row: SandboxRow): Promise<Sandbox> {
		const id = worldId(row)
		return this.#worlds.open(id, async () => {
			const scene = findScene(row.labId)
			if (!scene) throw new Error(`Sandbox ${row.id} is of an unknown lab ${row.labId}`)
			const sandbox = await Sandbox.open(id, this.#host, this.journal.blobs(id), {
				seed: row.seed,
				number: row.number,
				startsAt: scene.startsAt,
				speed: scene.speed,
			})
			return sandbox
		})
	}

	/** Gives up a generation of a sandbox: what it held is taken away in the background. */
	giveUp(row: { id: string; generation: number }): void {
		const world = worldId(row)
		this.#worlds.close(world)
		this.journal
			.flush()
			.then(() => this.collector.collectWorld(world))
			.catch((err) => log.error({ err, world }, 'a world could not be taken away'))
	}

	/** Hears when the first call from the learner's own machine has reached a sandbox. Returns how to stop. */
	onFirstRemoteCall(sandboxId: string, listener: () => void): () => void {
		const event = `remote ${sandboxId}`
		this.#events.on(event, listener)
		return () => this.#events.off(event, listener)
	}

	async shutDown(): Promise<void> {
		this.#worlds.closeAll()
		this.shells.close()
		this.#guests.close()
		this.#functions.close()
		await this.collector.stop()
		await this.journal.flush()
	}

	async #noteRemoteCall({ sandboxId: world, userAgent }: AnsweredCall): Promise<void> {
		if (userAgent?.includes(TERMINAL_USER_AGENT) || this.#reached.has(world)) return
		this.#reached.add(world)
		const [id = ''] = world.split('/')
		const { count } = await getDatabase().sandbox.updateMany({
			where: { id, firstRemoteCallAt: null },
			data: { firstRemoteCallAt: now() },
		})
		if (count > 0) this.#events.emit(`remote ${id}`)
	}

	async #findByNumber(number: bigint | undefined): Promise<Sandbox | undefined> {
		if (number === undefined) return
		const row = await getDatabase().sandbox.findUnique({ where: { number } })
		return row ? this.open(row) : undefined
	}
}

/** Kept on globalThis, since the site's build and the server's sources both load this module. */
const shared = globalThis as { filiereLabHost?: LabHost }

/** The process's lab host, made at first use. */
export function labHost(): LabHost {
	shared.filiereLabHost ??= new LabHost()
	return shared.filiereLabHost
}

export async function closeLabHost(): Promise<void> {
	await shared.filiereLabHost?.shutDown()
	shared.filiereLabHost = undefined
}
