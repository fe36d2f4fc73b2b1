import { randomBytes } from 'node:crypto'
import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { SANDBOX_NUMBERS } from '#labs/aws/world/ids.ts'
import type { Sandbox } from '#labs/aws/world/sandbox.ts'
import { learnerKey, openLab } from '#labs/lab.ts'
import { startingFiles } from '#labs/lab-files.ts'
import type { Scene } from '#labs/scene.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { labHost, type SandboxRow } from './lab-host.server.ts'
import { findScene } from './labs.server.ts'

/** A learner's sandbox with its open world. */
export interface OpenSandbox {
	row: SandboxRow & {
		accessKeyId: string
		startedAt: Date
		firstRemoteCallAt: Date | null
		solutionSeenAt: Date | null
	}
	sandbox: Sandbox
}

function newNumber(): bigint {
	return BigInt(`0x${randomBytes(8).toString('hex')}`) % SANDBOX_NUMBERS
}

/** The learner's sandbox for a lab or for the free scene, or undefined before the first start. Someone else's is never found. */
export async function findSandbox(owner: {
	userId: string
	labId: string
}): Promise<OpenSandbox | undefined> {
	const row = await getDatabase().sandbox.findUnique({ where: { userId_labId: owner } })
	if (!row) return
	const scene = findScene(row.labId)
	// Without its learner's key it was left half laid out, by a process that died: it is begun anew.
	if (row.accessKeyId === '' && scene) return (await layingOut.get(row.id)) ?? beginAnew(row, scene)
	return { row, sandbox: await labHost().open(row) }
}

/** Worlds that this process lays out at the moment, by their sandbox. */
const layingOut = new Map<string, Promise<OpenSandbox>>()

/** Starts a lab, or answers the sandbox that is there: pressing twice is pressing once. */
export async function startSandbox({ userId, lab }: { userId: string; lab: Scene }): Promise<OpenSandbox> {
	const owner = { userId, labId: lab.id }
	const existing = await findSandbox(owner)
	if (existing) return existing
	const seed = randomBytes(16).toString('hex')
	const data = { ...owner, number: newNumber(), seed, accessKeyId: '', startedAt: now() }
	try {
		const row = await getDatabase().sandbox.create({ data })
		return await layOut(row, lab)
	} catch (error) {
		if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
		const winner = await findSandbox(owner)
		if (winner) return winner
		throw error
	}
}

/** Begins the lab anew in a new world; the old one and its journal go. */
export async function resetSandbox({
	userId,
	lab,
}: {
	userId: string
	lab: Scene
}): Promise<OpenSandbox | undefined> {
	const database = getDatabase()
	const before = await database.sandbox.findUnique({ where: { userId_labId: { userId, labId: lab.id } } })
	return before ? beginAnew(before, lab) : undefined
}

/** A new world in the place of one that was, complete or not. */
async function beginAnew(before: SandboxRow, lab: Scene): Promise<OpenSandbox> {
	const row = await getDatabase().sandbox.update({
		where: { id: before.id, userId: before.userId },
		data: { generation: { increment: 1 }, accessKeyId: '', resetAt: now(), firstRemoteCallAt: null },
	})
	labHost().giveUp(before)
	return layOut(row, lab)
}

/** Lays a world out; until that is done, whoever asks for it in this process waits for it. */
async function layOut(row: SandboxRow & { startedAt: Date }, lab: Scene): Promise<OpenSandbox> {
	const work = layOutWorld(row, lab)
	layingOut.set(row.id, work)
	try {
		return await work
	} finally {
		if (layingOut.get(row.id) === work) layingOut.delete(row.id)
	}
}

/**
 * Puts the lab's start state into an empty world, and its files into the home
 * directory. The learner's key in the row comes last: it says that all is there.
 */
async function layOutWorld(row: SandboxRow & { startedAt: Date }, lab: Scene): Promise<OpenSandbox> {
	const database = getDatabase()
	const sandbox = await labHost().open(row)
	await openLab(lab, sandbox)
	const { accessKeyId } = learnerKey(sandbox)
	const updatedAt = now()
	const files = Object.entries(startingFiles(lab)).map(([path, bytes]) => ({
		sandboxId: row.id,
		path,
		content: new Uint8Array(bytes),
		updatedAt,
	}))
	const [, , updated] = await database.$transaction([
		database.workspaceFile.deleteMany({ where: { sandboxId: row.id } }),
		database.workspaceFile.createMany({ data: files }),
		database.sandbox.update({ where: { id: row.id, generation: row.generation }, data: { accessKeyId } }),
	])
	return { row: updated, sandbox }
}
