import { createHash, randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another living process has the data folder open. */
export class DataDirInUseError extends Error {
	override name = 'DataDirInUseError'
}

/** How often a lock may change under one start before it is given up. */
const ATTEMPTS = 20

/**
 * Takes the data folder for this process alone: PGlite does not, and two writers
 * would corrupt it. A lock left by a killed process is taken over, by one process
 * however many try at once. Returns the release.
 */
export function lockDataDir(dataDir: string): () => void {
	mkdirSync(dataDir, { recursive: true })
	return acquire(join(dataDir, 'lock'), (holder) => {
		throw new DataDirInUseError(
			`Le dossier de données ${dataDir} est déjà ouvert par le processus ${holder.split(' ')[0]}. ` +
				'Arrêtez-le, ou choisissez un autre dossier avec DATA_DIR.',
		)
	})
}

/** Makes a lock this process's own; `onHeld` hears who has it while they live. */
function acquire(file: string, onHeld: (holder: string) => void): () => void {
	const mine = identify(process.pid)
	const draft = `${file}.${randomUUID()}`
	// Whole before it is there: a lock that is read half written would pass for a dead one.
	writeFileSync(draft, mine)
	try {
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			if (linked(draft, file)) return () => release(file, mine)
			const holder = readHolder(file)
			if (holder === undefined) continue
			if (isAlive(holder)) onHeld(holder)
			else seize(file, holder)
		}
	} finally {
		rmSync(draft, { force: true })
	}
	throw new DataDirInUseError(
		`Le verrou ${file} change sans cesse\u00a0: un autre processus démarre au même moment.`,
	)
}

/**
 * Removes the lock of a dead process. Who may do so holds a lock of its own for
 * that, named after the dead one, and looks once more: what another has put in its
 * place meanwhile is left alone.
 */
function seize(file: string, dead: string): void {
	const name = createHash('sha256').update(dead).digest('hex').slice(0, 16)
	const done = acquire(`${file}.after-${name}`, () => {})
	try {
		if (readHolder(file) === dead) unlinkSync(file)
	} finally {
		done()
	}
}

function linked(draft: string, file: string): boolean {
	try {
		linkSync(draft, file)
		return true
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
		throw error
	}
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
