import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

/** Opens the database of `dataDir` in a process of its own and runs `code` there, with `db` in reach. */
function inOwnProcess(dataDir: string, code: string) {
	const script = `
		const { openedDatabase, closeDatabase } = await import('#app/platform/db.server.ts')
		const { migrate } = await import('#app/platform/migrate.server.ts')
		await migrate(openedDatabase())
		const db = openedDatabase().client
		${code}`
	const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
		env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
	return {
		async nextLine(): Promise<string> {
			return (await lines.next()).value ?? ''
		},
		async end(signal?: NodeJS.Signals): Promise<string> {
			const errors: Array<Buffer> = []
			child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
			if (signal) child.kill(signal)
			if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
			return Buffer.concat(errors).toString()
		},
	}
}

test('what was acknowledged before a kill -9 is there after it', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'filiere-db-'))
	const writer = inOwnProcess(
		dataDir,
		`for (let n = 0; ; n++) {
			await db.blob.create({ data: { world: 'w', sha256: String(n), size: 1024, bytes: new Uint8Array(1024) } })
			console.log(n)
		}`,
	)
	let acknowledged = -1
	while (acknowledged < 50) acknowledged = Number(await writer.nextLine())
	await writer.end('SIGKILL')

	const reader = inOwnProcess(dataDir, 'console.log(await db.blob.count()); await closeDatabase()')
	expect(Number(await reader.nextLine())).toBeGreaterThan(acknowledged)
	await reader.end()
})

test('a database whose making was interrupted is made anew, whole', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'filiere-db-'))
	mkdirSync(join(dataDir, 'database.draft'))
	writeFileSync(join(dataDir, 'database.draft', 'PG_VERSION'), 'half')
	const first = inOwnProcess(dataDir, 'console.log(await db.blob.count()); await closeDatabase()')
	expect(await first.nextLine()).toBe('0')
	await first.end()
	expect(readdirSync(dataDir)).not.toContain('database.draft')
})

test('a second process on the same data folder is refused by name', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'filiere-db-'))
	const first = inOwnProcess(dataDir, "console.log('open'); setInterval(() => {}, 1000)")
	expect(await first.nextLine()).toBe('open')
	const second = inOwnProcess(dataDir, '')
	expect(await second.end()).toMatch(/est déjà ouvert par le processus \d+/)
	await first.end('SIGKILL')
})
