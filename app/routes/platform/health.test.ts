import { afterEach, expect, test, vi } from 'vitest'
import { forgetHealth } from '#app/platform/database-health.server.ts'
import { testDatabase } from '#test/setup/database.ts'
import { loader } from './health.ts'

const db = await testDatabase()
afterEach(forgetHealth)

async function health() {
	const response = await loader()
	return [response.status, await response.text()]
}

test('a database that takes writes is well, and keeps one row of it', async () => {
	expect(await health()).toEqual([200, 'ok'])
	forgetHealth()
	expect(await health()).toEqual([200, 'ok'])
	expect(await db.healthProbe.count()).toBe(1)
})

test('a database that reads and refuses writes is not well', async () => {
	await db.$executeRaw`SET default_transaction_read_only = on`
	expect(await health()).toEqual([503, 'la base de données refuse les écritures ou ne répond pas'])
	await db.$executeRaw`SET default_transaction_read_only = off`
	forgetHealth()
	expect(await health()).toEqual([200, 'ok'])
})

test('whoever asks often has the answer of a moment ago', async () => {
	const write = vi.spyOn(db, '$executeRaw')
	await Promise.all(Array.from({ length: 50 }, health))
	expect(write).toHaveBeenCalledTimes(1)
	write.mockRestore()
})

test('a full disk is told as such', async () => {
	const disk = await import('#app/platform/disk.server.ts')
	const full = vi.spyOn(disk, 'diskIsFull').mockResolvedValue(true)
	expect(await health()).toEqual([503, 'le disque est plein'])
	full.mockRestore()
})
