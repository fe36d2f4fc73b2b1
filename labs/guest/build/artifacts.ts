import { posix } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import type { ArtifactPlan } from '#labs/aws/services/codebuild/build-work.ts'
import type { GuestShell } from '../shell.ts'
import type { BuildLog } from './build-log.ts'
import { findDirectories, findFiles, matches } from './find-files.ts'

/** Dates in a zip are fixed, so that the same files give the same artifact. */
const MTIME = new Date('2026-01-01T12:00:00Z')

/** Nothing to upload, in CodeBuild's words. */
export class NoArtifacts extends Error {
	override readonly name = 'NoArtifacts'
}

/** The zip of the files that an artifact names. */
export async function collectArtifact(plan: ArtifactPlan, cwd: string, shell: GuestShell, log: BuildLog) {
	log.note(`Expanding base directory path: ${plan.baseDirectory}`)
	log.note('Assembling file list')
	log.note(`Expanding ${plan.baseDirectory}`)
	const directories = findDirectories(shell.fs, cwd, plan.baseDirectory)
	if (directories.length === 0)
		throw new NoArtifacts(`no matching base directory path found for ${plan.baseDirectory}`)
	log.note(`Expanding file paths for base directory ${plan.baseDirectory}`)
	log.note('Assembling file list')
	const zippable: Zippable = {}
	for (const pattern of plan.files) {
		log.note(`Expanding ${pattern}`)
		let count = 0
		for (const directory of directories) {
			for (const path of await findFiles(shell.fs, directory, [pattern])) {
				if (plan.excludePaths.some((excluded) => matches(path, excluded))) continue
				const bytes = await shell.fs.readFileBuffer(posix.join(directory, path))
				zippable[plan.discardPaths ? posix.basename(path) : path] = [Uint8Array.from(bytes), { mtime: MTIME }]
				count++
			}
		}
		log.note(count > 0 ? `Found ${count} file(s)` : `Skipping invalid file path ${pattern}`)
	}
	if (Object.keys(zippable).length === 0) throw new NoArtifacts('no matching artifact paths found')
	const name = plan.name === undefined ? undefined : await expand(plan.name, shell)
	return { id: plan.id, ...(name && { name }), zip: zipSync(zippable) }
}

/** A name may hold `$(date +%Y)` and `$VARIABLE`, as the shell reads them. */
async function expand(name: string, shell: GuestShell): Promise<string> {
	if (!name.includes('$')) return name
	const { output } = await shell.run(`echo "${name.replaceAll('"', '\\"')}"`)
	return output.trim()
}
