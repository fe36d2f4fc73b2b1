import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another living process has the data folder open. */
export class DataDirInUseError extends Error {
	override name = 'DataDirInUseError'
}

/**
 * Takes the data folder for this process alone: PGlite does not, and two writers
 * would corrupt it. A lock left by a killed process is taken over. Returns the release.
 */
export function lockDataDir(dataDir: string): () => void {
	mkdirSync(dataDir, { recursive: true })
	const file = join(dataDir, 'lock')
	const mine = identify(process.pid)
	for (let attempt = 0; attempt < 3; attempt++) {
		try {
			writeFileSync(file, mine, { flag: 'wx' })
			return () => release(file, mine)
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
		}
		const holder = readHolder(file)
		if (holder && isAlive(holder)) {
			throw new DataDirInUseError(
				`Le dossier de données ${dataDir} est déjà ouvert par le processus ${holder.split(' ')[0]}. ` +
					'Arrêtez-le, ou choisissez un autre dossier avec DATA_DIR.',
			)
		}
		unlinkSync(file)
	}
	throw new DataDirInUseError(
		`Le verrou ${file} change sans cesse : un autre processus démarre au même moment.`,
	)
}

function release(file: string, mine: string) {
	if (readHolder(file) === mine) unlinkSync(file)
}

function readHolder(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8')
	} catch {
		return undefined
	}
}

/** The pid with, on Linux, the process's start time: a pid alone may have been given again. */
function identify(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
		return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
	} catch {
		return `${pid}`
	}
}

function isAlive(holder: string): boolean {
	const pid = Number(holder.split(' ')[0])
	if (!Number.isInteger(pid) || pid <= 0) return false
	try {
		process.kill(pid, 0)
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'
	}
	return identify(pid) === holder
}
