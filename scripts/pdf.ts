// `npm run pdf`: each published part as a PDF in build/pdf/, printed by Chromium
// from the built site. CHROMIUM names another browser, PUBLIC_URL the site that
// the links lead to.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { loadCourse } from '../app/course/build/load-course.ts'
import { pdfName } from '../app/course/part-pdf.server.ts'
import { printPath } from '../app/course/print-path.ts'

const FOLDER = 'build/pdf'
const START_MS = 60_000
const PRINT_MS = 120_000

async function freePort(): Promise<number> {
	const server = createServer().listen(0)
	await once(server, 'listening')
	const address = server.address()
	server.close()
	await once(server, 'close')
	if (address === null || typeof address === 'string') throw new Error('no free port')
	return address.port
}

/** The built site over an empty database of its own. */
async function startSite(port: number, dataDir: string): Promise<ChildProcess> {
	const site = spawn(process.execPath, ['app/server/main.ts'], {
		env: {
			...process.env,
			NODE_ENV: 'production',
			PORT: String(port),
			EMULATOR_PORT: String(await freePort()),
			PUBLIC_URL: process.env.PUBLIC_URL ?? 'http://localhost:3000',
			DATA_DIR: dataDir,
			DATABASE_URL: '',
			LOG_LEVEL: 'error',
		},
		stdio: ['ignore', 'ignore', 'inherit'],
	})
	const giveUp = Date.now() + START_MS
	while (Date.now() < giveUp && site.exitCode === null) {
		const response = await fetch(`http://localhost:${port}/sante`).catch(() => null)
		if (response?.ok) return site
		await new Promise((resolve) => setTimeout(resolve, 200))
	}
	throw new Error('Le site n’a pas démarré. Construisez-le d’abord : npm run build')
}

const parts = loadCourse(process.cwd()).parts.filter(({ lessons }) => lessons.length > 0)
const dataDir = mkdtempSync(join(tmpdir(), 'filiere-pdf-'))
const port = await freePort()
const site = await startSite(port, dataDir)
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
try {
	mkdirSync(FOLDER, { recursive: true })
	// What a script would fold into tabs is printed whole.
	const page = await browser.newPage({ javaScriptEnabled: false, colorScheme: 'light' })
	page.setDefaultTimeout(PRINT_MS)
	for (const part of parts) {
		const response = await page.goto(`http://localhost:${port}${printPath(part)}`, { waitUntil: 'load' })
		if (!response?.ok()) throw new Error(`${printPath(part)} answered ${response?.status()}`)
		const path = join(FOLDER, pdfName(part))
		await page.pdf({
			path,
			format: 'A4',
			printBackground: true,
			preferCSSPageSize: true,
			tagged: true,
			outline: true,
		})
		console.log(`• ${path}, ${(statSync(path).size / 1e6).toFixed(1)} Mo`)
	}
} finally {
	await browser.close()
	site.kill('SIGTERM')
	await once(site, 'exit')
	rmSync(dataDir, { recursive: true, force: true })
}
