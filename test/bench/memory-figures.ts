import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, startServer } from '#test/durability/server.ts'
import type { Figure } from './measure.ts'

const PAGES = [
	'/',
	'/cours',
	'/cours/introduction',
	'/cours/introduction/anatomie-d-un-pipeline',
	'/glossaire',
	'/ateliers',
	'/ateliers/mon-premier-pipeline',
	'/bac-a-sable',
	'/recherche?q=pipeline',
	'/examen',
]
/** Megabytes of memory in use, at the peak of a start and after ten different pages. */
const PEAK = 600
const AT_WORK = 350

/** One line of the kernel's account of a process, in megabytes. */
function megabytes(pid: number, line: string): number {
	const [, kilobytes] =
		new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
	return Number(kilobytes) / 1024
}

/** What a process has of its own, and what of the program's file. */
function shares(pid: number): string {
	const own = megabytes(pid, 'RssAnon').toFixed(0)
	const file = megabytes(pid, 'RssFile').toFixed(0)
	return `${own} MB of its own: heap, PGlite, code; ${file} MB Node's program`
}

function atMostMegabytes(name: string, pid: number, line: string, target: number): Figure {
	const value = megabytes(pid, line)
	const told = `${value.toFixed(0)} MB (${shares(pid)})`
	return { name, value: told, target: `≤ ${target} MB`, holds: value <= target }
}

/** What the built site weighs: the first start of all, the next, and a site that has served ten pages. */
export async function memoryFigures(): Promise<Array<Figure>> {
	// The kernel tells it in a file, on Linux.
	if (!existsSync('/proc/self/status')) return []
	const dataDir = mkdtempSync(join(tmpdir(), 'filiere-bench-memory-'))
	const ports = await freePorts()
	const figures: Array<Figure> = []
	for (const start of ['the first start', 'a start']) {
		const site = await startServer(dataDir, ports)
		figures.push(atMostMegabytes(`Memory at the peak of ${start}`, site.pid, 'VmHWM', PEAK))
		for (const page of PAGES) await (await fetch(site.origin + page)).arrayBuffer()
		figures.push(atMostMegabytes(`Memory after ten pages, from ${start} on`, site.pid, 'VmRSS', AT_WORK))
		await site.kill()
	}
	rmSync(dataDir, { recursive: true, force: true })
	return figures
}
