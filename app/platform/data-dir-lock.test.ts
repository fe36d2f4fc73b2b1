import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DataDirInUseError, lockDataDir } from './data-dir-lock.server.ts'

const newDataDir = () => mkdtempSync(join(tmpdir(), 'filiere-lock-'))

test('a folder that is open is refused to the next, and free again after its release', () => {
	const dataDir = newDataDir()
	const release = lockDataDir(dataDir)
	expect(() => lockDataDir(dataDir)).toThrow(DataDirInUseError)
	expect(() => lockDataDir(dataDir)).toThrow(new RegExp(`processus ${process.pid}`))
	release()
	expect(existsSync(join(dataDir, 'lock'))).toBe(false)
	lockDataDir(dataDir)()
})

test('the lock of a killed process is taken over', () => {
	const dataDir = newDataDir()
	// Beyond every pid that Linux gives.
	writeFileSync(join(dataDir, 'lock'), '99999999 1')
	expect(() => lockDataDir(dataDir)()).not.toThrow()
})

test('a pid that was given to another process since is no holder', () => {
	const dataDir = newDataDir()
	writeFileSync(join(dataDir, 'lock'), `${process.pid} 1`)
	expect(() => lockDataDir(dataDir)()).not.toThrow()
})

test('a lock that says nothing is taken over', () => {
	const dataDir = newDataDir()
	writeFileSync(join(dataDir, 'lock'), '')
	expect(() => lockDataDir(dataDir)()).not.toThrow()
})

test('of many processes that start over the lock of a dead one, one has the folder', async () => {
	const dataDir = newDataDir()
	for (let round = 0; round < 3; round++) {
		writeFileSync(join(dataDir, 'lock'), `99999999 ${round}`)
		const starters = Array.from({ length: 12 }, () => startLocker(dataDir))
		await Promise.all(starters.map(({ ready }) => ready))
		for (const { child } of starters) child.stdin?.write('go\n')
		const told = await Promise.all(starters.map(({ answer }) => answer))
		expect(told.filter((one) => one === 'mine')).toHaveLength(1)
		expect(new Set(told)).toEqual(new Set(['mine', 'DataDirInUseError']))
		for (const { child } of starters) child.stdin?.end()
		await Promise.all(starters.map(({ child }) => child.exitCode ?? once(child, 'exit')))
	}
	expect(readdirSync(dataDir)).toEqual([])
})

/** A process that takes the lock when it is told to, says how that went, and holds it until its input ends. */
function startLocker(dataDir: string) {
	const code = `
		import { lockDataDir } from './app/platform/data-dir-lock.server.ts'
		process.stdin.once('data', () => {
			try {
				const release = lockDataDir(${JSON.stringify(dataDir)})
				process.stdin.once('end', release)
				console.log('mine')
			} catch (error) {
				console.log(error.name)
			}
		})
		console.log('ready')`
	const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
		stdio: ['pipe', 'pipe', 'inherit'],
	})
	let said = ''
	const heard = new Promise<void>((resolve) => {
		child.stdout?.on('data', (chunk: Buffer) => {
			said += chunk
			if (said.startsWith('ready')) resolve()
		})
	})
	const answer = new Promise<string>((resolve) => {
		child.stdout?.on('data', () => {
			const [, told] = said.trim().split('\n')
			if (told) resolve(told)
		})
	})
	return { child, ready: heard, answer }
}
