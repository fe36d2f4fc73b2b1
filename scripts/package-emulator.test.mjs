import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { packageEmulator } from './package-emulator.mjs'

const run = promisify(execFile)

test('the packed emulator installs without a network and answers', { timeout: 60_000 }, async () => {
	const folder = mkdtempSync(join(tmpdir(), 'filiere-package-'))
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
	await packageEmulator(join(folder, 'package'))
	const { stdout } = await run('npm', ['pack', '--json'], { cwd: join(folder, 'package') })
	const [{ filename }] = JSON.parse(stdout)
	const project = join(folder, 'project')
	const archive = join(folder, 'package', filename)
	await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--prefix', project, archive])

	const child = spawn(join(project, 'node_modules', '.bin', 'filiere-emulator'), ['--port', '0', '--open'])
	onTestFinished(() => void child.kill())
	const [line] = await once(child.stdout, 'data')
	const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(String(line))?.[1]
	const response = await fetch(`${endpoint}/_emulator/health`)
	expect(await response.json()).toEqual({ status: 'ok' })
	const unsigned = await fetch(endpoint, {
		method: 'POST',
		headers: {
			'content-type': 'application/x-amz-json-1.1',
			'x-amz-target': 'CodePipeline_20150709.ListPipelines',
		},
		body: '{}',
	})
	expect(await unsigned.json()).toEqual({ pipelines: [] })
})
