import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePorts, startServer } from '#test/durability/server.ts'
import type { Figure } from './measure.ts'

const LESSON = '/cours/introduction/anatomie-d-un-pipeline'
/** 176 MB installed: too much for every clone, so it comes when it is asked for. */
const PACKAGE = 'lighthouse@13.5.0'
/** What else the machine does only ever slows a run: the best of these is the page's own. */
const RUNS = 3
const CHROME_FLAGS = [
	'--headless=new',
	'--no-sandbox',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
].join(' ')

/** What is read of Lighthouse's report; scores go from 0 to 1. */
interface Report {
	categories: Record<'performance' | 'accessibility' | 'best-practices' | 'seo', { score: number }>
	audits: Record<'largest-contentful-paint', { numericValue: number }>
}

/** One run as Lighthouse does by default: a phone, slow 4G simulated. LIGHTHOUSE names an installed one. */
async function audit(url: string, folder: string): Promise<Report> {
	const file = join(folder, 'report.json')
	const [command, ...first] = process.env.LIGHTHOUSE ? [process.env.LIGHTHOUSE] : ['npx', '--yes', PACKAGE]
	const settings = ['--output=json', `--output-path=${file}`, '--quiet', `--chrome-flags=${CHROME_FLAGS}`]
	await promisify(execFile)(command ?? '', [...first, url, ...settings], {
		env: { ...process.env, CHROME_PATH: process.env.CHROMIUM || '/usr/bin/chromium' },
	})
	return JSON.parse(readFileSync(file, 'utf8'))
}

/** A lesson as Lighthouse sees it. */
export async function lighthouseFigures(): Promise<Array<Figure>> {
	const folder = mkdtempSync(join(tmpdir(), 'filiere-bench-lighthouse-'))
	const site = await startServer(join(folder, 'data'), await freePorts())
	try {
		await fetch(site.origin + LESSON)
		const reports: Array<Report> = []
		for (let run = 0; run < RUNS; run++) reports.push(await audit(site.origin + LESSON, folder))
		return figuresOf(reports)
	} catch (error) {
		const reason = String(error).split('\n')[0] ?? ''
		return [
			{
				name: 'A lesson under Lighthouse',
				value: `not measured: ${reason}`,
				target: 'a report',
				holds: false,
			},
		]
	} finally {
		await site.kill()
		rmSync(folder, { recursive: true, force: true })
	}
}

function figuresOf(reports: Array<Report>): Array<Figure> {
	const best = (category: keyof Report['categories']) =>
		Math.round(100 * Math.max(...reports.map(({ categories }) => categories[category].score)))
	const score = (category: keyof Report['categories'], target: number): Figure => ({
		name: `Lighthouse, ${category} of a lesson`,
		value: String(best(category)),
		target: `≥ ${target}`,
		holds: best(category) >= target,
	})
	const lcp = Math.min(...reports.map(({ audits }) => audits['largest-contentful-paint'].numericValue))
	return [
		score('performance', 98),
		score('accessibility', 100),
		score('best-practices', 100),
		score('seo', 100),
		{
			name: 'Largest paint of a lesson on simulated slow 4G',
			value: `${(lcp / 1000).toFixed(2)} s`,
			target: '≤ 1.2 s',
			holds: lcp <= 1200,
		},
	]
}
