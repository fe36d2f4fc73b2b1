import { createAccount } from '#app/accounts/create-account.server.ts'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { ensureDemoCertificate } from '#app/certificates/demo-certificate.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

/** Fills an empty database with the demo's accounts. Never in production mode, nor where anyone has an account. */
export async function seedDemo(mode = env.mode): Promise<void> {
	if (mode !== 'demo' || (await getDatabase().user.count()) > 0) return
	for (const account of demoAccounts) await createAccount({ ...account, password: DEMO_PASSWORD })
}

/** The address of the demo learner's certificate, issued at the first call; undefined without that learner. */
export async function demoCertificate(mode = env.mode): Promise<string | undefined> {
	const email = demoAccounts.find(({ role }) => role === 'learner')?.email
	if (mode !== 'demo' || !email) return
	const learner = await getDatabase().user.findUnique({ where: { email }, select: { id: true } })
	if (learner) return ensureDemoCertificate(await certificateContext(), { userId: learner.id })
}
