import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
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
