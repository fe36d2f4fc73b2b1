import { expect, test } from 'vitest'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import { action as signIn } from '#app/routes/accounts/sign-in.tsx'
import { TestBrowser } from '#test/setup/browser.ts'
import { testDatabase } from '#test/setup/database.ts'
import { demoCertificate, seedDemo } from './seed.ts'

test('an empty demo gets its accounts, once, and they can sign in', async () => {
	const db = await testDatabase()
	await seedDemo('demo')
	await seedDemo('demo')
	const users = await db.user.findMany({ select: { email: true, role: true }, orderBy: { role: 'asc' } })
	expect(users).toEqual(demoAccounts.map(({ email, role }) => ({ email, role })))
	const form = { email: 'formatrice@demo.filiere.local', password: DEMO_PASSWORD }
	expect((await new TestBrowser().post(signIn, '/connexion', form)).status).toBe(302)
})

test('two processes that start together on an empty database both start', async () => {
	const db = await testDatabase()
	await Promise.all([seedDemo('demo'), seedDemo('demo')])
	expect(await db.user.count()).toBe(demoAccounts.length)
})

test('the demo has one certificate, whose address stays', async () => {
	const db = await testDatabase()
	await seedDemo('demo')
	const address = await demoCertificate('demo')
	expect(address).toMatch(/^http:\/\/localhost:3000\/certificats\/\w+$/)
	expect(await demoCertificate('demo')).toBe(address)
	expect(await db.certificate.count()).toBe(1)
})

test('production is never seeded', async () => {
	const db = await testDatabase()
	await seedDemo('production')
	expect(await db.user.count()).toBe(0)
	expect(await demoCertificate('production')).toBeUndefined()
})

test('a database that someone uses already is left alone', async () => {
	const db = await testDatabase()
	await db.user.create({ data: { id: 'u', name: 'Ana', email: 'ana@exemple.fr' } })
	await seedDemo('demo')
	expect(await db.user.count()).toBe(1)
})
