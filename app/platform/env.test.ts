import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EnvironmentError, parseEnvironment } from './env.server.ts'

const newDataDir = () => mkdtempSync(join(tmpdir(), 'filiere-env-'))

test('an empty environment is a demo on the documented ports', () => {
	const dataDir = newDataDir()
	expect(parseEnvironment({ DATA_DIR: dataDir })).toMatchObject({
		mode: 'demo',
		nodeEnv: 'production',
		port: 3000,
		emulatorPort: 4566,
		publicUrl: 'http://localhost:3000',
		dataDir,
		databaseUrl: undefined,
		trustProxy: false,
	})
})

test('a blank variable counts as absent', () => {
	const env = parseEnvironment({ DATA_DIR: newDataDir(), PORT: '', DATABASE_URL: '', FILIERE_MODE: '' })
	expect(env).toMatchObject({ port: 3000, databaseUrl: undefined, mode: 'demo' })
})

test('the secret of a demo is made once, kept, and readable by its owner alone', () => {
	const dataDir = newDataDir()
	const first = parseEnvironment({ DATA_DIR: dataDir }).appSecret
	expect(first.length).toBeGreaterThanOrEqual(32)
	expect(parseEnvironment({ DATA_DIR: dataDir }).appSecret).toBe(first)
	expect(readFileSync(join(dataDir, 'app-secret'), 'utf8')).toBe(first)
	expect(statSync(join(dataDir, 'app-secret')).mode & 0o777).toBe(0o600)
})

test('every variable at fault is named in one message', () => {
	const parse = () => parseEnvironment({ PORT: 'abc', EMULATOR_PORT: '70000', DATABASE_URL: 'mysql://x/y' })
	expect(parse).toThrow(EnvironmentError)
	expect(parse).toThrow(/PORT[\s\S]*EMULATOR_PORT[\s\S]*DATABASE_URL/)
})

test('production mode needs a secret and a public address of its own', () => {
	const parse = () => parseEnvironment({ FILIERE_MODE: 'production', DATA_DIR: newDataDir() })
	expect(parse).toThrow(/APP_SECRET : obligatoire[\s\S]*PUBLIC_URL : obligatoire/)
})

test('a secret that is too short is refused', () => {
	expect(() => parseEnvironment({ APP_SECRET: 'short' })).toThrow(/APP_SECRET : au moins 32 caractères/)
})

test('the public address is kept as an origin', () => {
	const env = parseEnvironment({ DATA_DIR: newDataDir(), PUBLIC_URL: 'https://filiere.exemple.fr/' })
	expect(env.publicUrl).toBe('https://filiere.exemple.fr')
})

test('in production the emulator has a host name of its own, since learners’ pages are served there', () => {
	const production = {
		FILIERE_MODE: 'production',
		APP_SECRET: 'x'.repeat(32),
		PUBLIC_URL: 'https://filiere.exemple.fr',
		DATA_DIR: newDataDir(),
	}
	expect(() => parseEnvironment(production)).toThrow(/EMULATOR_URL.*obligatoire/)
	const shared = { ...production, EMULATOR_URL: 'https://filiere.exemple.fr:4566' }
	expect(() => parseEnvironment(shared)).toThrow(/EMULATOR_URL.*même nom d’hôte que PUBLIC_URL/)
	const apart = parseEnvironment({ ...production, EMULATOR_URL: 'https://aws.exemple.net/' })
	expect(apart).toMatchObject({ emulatorUrl: 'https://aws.exemple.net', host: undefined })
})

test('the demonstration listens on this machine alone unless told otherwise', () => {
	expect(parseEnvironment({ DATA_DIR: newDataDir() })).toMatchObject({
		host: '127.0.0.1',
		emulatorUrl: 'http://localhost:4566',
	})
	expect(parseEnvironment({ DATA_DIR: newDataDir(), HOST: '0.0.0.0' }).host).toBe('0.0.0.0')
})
