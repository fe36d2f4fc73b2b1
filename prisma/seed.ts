import { createAccount } from '#app/accounts/create-account.server.ts'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

/** Adds a domain's own demo data after the accounts; runs once, on the same empty database. */
export type DemoSeeder = (learner: { id: string; name: string }) => Promise<void>

/**
 * Fills an empty database with demo data. Does nothing in production mode, nor
 * where anyone has an account already. Returns whether it did.
 */
export async function seedDemo(seeders: Array<DemoSeeder> = []): Promise<boolean> {
	if (env.mode !== 'demo' || (await getDatabase().user.count()) > 0) return false
	for (const account of demoAccounts) {
		const user = await createAccount({ ...account, password: DEMO_PASSWORD })
		if (account.role !== 'learner') continue
		for (const seed of seeders) await seed(user)
	}
	return true
}
