// `npm test`, alone, on a fresh clone: installs what is missing, a browser
// included, and runs every test. The last line is « N passed, N failed ».

import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
	build,
	checkMachine,
	environment,
	findProgram,
	generate,
	install,
	installDebian,
	ROOT,
	say,
} from './machine.mjs'

const POSTGRES = '/usr/lib/postgresql'
const RESULTS = join(ROOT, 'test-results')

function findBrowser() {
	return findProgram(['/usr/bin/chromium', 'chromium', 'chromium-browser', 'google-chrome'])
}

function hasPostgres() {
	if (findProgram(['initdb'])) return true
	return (
		existsSync(POSTGRES) &&
		readdirSync(POSTGRES).some((version) => existsSync(join(POSTGRES, version, 'bin', 'initdb')))
	)
}

/** Debian's CLI; another `aws` on the PATH may be a shim without a program behind it. */
function findAws() {
	return findProgram(['/usr/bin/aws'])
}

async function installTools() {
	const missing = [
		!findBrowser() && 'chromium',
		!hasPostgres() && 'postgresql',
		!findAws() && 'awscli',
		!findProgram(['python3']) && 'python3',
	].filter(Boolean)
	if (missing.length === 0) return
	if (await installDebian(missing)) return
	say(
		`Il manque : ${missing.join(', ')}. Les tests qui en ont besoin échoueront. Sur Debian : apt-get install ${missing.join(' ')}`,
	)
}

/** Runs a test program with its output shown. */
function show(command, args) {
	return new Promise((resolve) => {
		const env = environment({ CHROMIUM: findBrowser() ?? '', AWS_CLI: findAws() ?? '' })
		const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] })
		child.on('error', () => resolve(1))
		child.on('close', (code) => resolve(code ?? 1))
	})
}

function readReport(file) {
	const path = join(RESULTS, file)
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** Passed and failed of a run; one that left no report, or failed outside its tests, counts as a failure. */
function tally(code, passed, failed) {
	return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

checkMachine()
await install()
await generate()
await installTools()
await build()
rmSync(RESULTS, { recursive: true, force: true })

const vitestCode = await show('npx', [
	'vitest',
	'run',
	'--reporter=default',
	'--reporter=json',
	`--outputFile.json=${join(RESULTS, 'vitest.json')}`,
])
const vitest = readReport('vitest.json')
const unit = tally(vitestCode, vitest?.numPassedTests ?? 0, vitest?.numFailedTests ?? 1)

const playwrightCode = await show('npx', ['playwright', 'test'])
const stats = readReport('playwright.json')?.stats
const journeys = tally(playwrightCode, stats?.expected ?? 0, (stats?.unexpected ?? 1) + (stats?.flaky ?? 0))

const passed = unit.passed + journeys.passed
const failed = unit.failed + journeys.failed
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
