import { expect, test, vi } from 'vitest'
import { env } from '#app/platform/env.server.ts'
import { TestBrowser } from '#test/setup/browser.ts'
import { testDatabase } from '#test/setup/database.ts'
import { loader } from './local-mailbox.tsx'

await testDatabase()

test('the local mailbox is open in a demo, and does not exist in production or with SMTP', async () => {
	const status = async () => (await new TestBrowser().get(loader, '/boite-locale')).status
	expect(await status()).toBe(200)
	vi.spyOn(env, 'mode', 'get').mockReturnValue('production')
	expect(await status()).toBe(404)
	vi.restoreAllMocks()
	vi.spyOn(env, 'smtpUrl', 'get').mockReturnValue('smtp://localhost')
	expect(await status()).toBe(404)
})
