import { posix } from 'node:path'
import { z } from 'zod'
import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { HOME_BYTES, HOME_FILES } from '#labs/shell/limits.ts'
import { HOME } from '#labs/shell/session.ts'

/** A path inside the home directory, as the editor shows it: `site/index.html`. */
export const workspacePath = z
	.string()
	.min(1)
	.max(200)
	.refine((path) => posix.normalize(path) === path && !path.startsWith('/') && !path.startsWith('..'), {
		error: 'Le chemin doit rester dans le dossier personnel.',
	})
	.refine((path) => !path.includes('\u0000'), { error: 'Le chemin contient un caractère interdit.' })

/** Why a write was refused, for people. */
export class WorkspaceFull extends Error {
	override readonly name = 'WorkspaceFull'
}

/** Files of a sandbox's home directory by path, sorted. */
export async function listFiles(sandboxId: string) {
	return getDatabase().workspaceFile.findMany({
		where: { sandboxId },
		orderBy: { path: 'asc' },
		select: { path: true, content: true, updatedAt: true },
	})
}

/** The same as the shell wants them: absolute paths, base64. */
export async function sessionFiles(sandboxId: string): Promise<Record<string, string>> {
	const files = await listFiles(sandboxId)
	return Object.fromEntries(
		files.map(({ path, content }) => [`${HOME}/${path}`, Buffer.from(content).toString('base64')]),
	)
}

/** Writes and removes files of the home directory, all or none; throws WorkspaceFull over the quota. */
export async function changeFiles(
	sandboxId: string,
	change: { written: Readonly<Record<string, Uint8Array>>; removed?: ReadonlyArray<string> },
): Promise<void> {
	const updatedAt = now()
	await getDatabase().$transaction(async (transaction) => {
		await transaction.workspaceFile.deleteMany({
			where: { sandboxId, path: { in: [...(change.removed ?? [])] } },
		})
		for (const [path, bytes] of Object.entries(change.written)) {
			const content = new Uint8Array(bytes)
			await transaction.workspaceFile.upsert({
				where: { sandboxId_path: { sandboxId, path } },
				create: { sandboxId, path, content, updatedAt },
				update: { content, updatedAt },
			})
		}
		const files = await transaction.workspaceFile.findMany({
			where: { sandboxId },
			select: { content: true },
		})
		const bytes = files.reduce((sum, { content }) => sum + content.byteLength, 0)
		if (files.length <= HOME_FILES && bytes <= HOME_BYTES) return
		throw new WorkspaceFull(
			`Le dossier personnel est plein : ${HOME_FILES} fichiers et ${HOME_BYTES / 2 ** 20} Mio au plus. Supprimez des fichiers, puis enregistrez de nouveau.`,
		)
	})
}
