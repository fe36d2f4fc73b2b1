import { createAccount } from '#app/accounts/create-account.server.ts'
import { DEMO_PASSWORD, demoAccounts, GRADUATE_EMAIL } from '#app/accounts/demo-accounts.ts'
import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { ensureDemoCertificate } from '#app/certificates/demo-certificate.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { Prisma } from '#prisma/generated/client.ts'

/** Fills an empty database with the demo's accounts. Never in production mode, nor where anyone has an account. */
export async function seedDemo(mode = env.mode): Promise<void> {
	if (mode !== 'demo' || (await getDatabase().user.count()) > 0) return
	for (const account of demoAccounts) {
		await createAccount({ ...account, password: DEMO_PASSWORD }).catch(unlessCreatedMeanwhile)
	}
}

/** The address of the demo graduate's certificate, issued at the first call; undefined without that account. */
export async function demoCertificate(mode = env.mode): Promise<string | undefined> {
	if (mode !== 'demo') return
	const where = { email: GRADUATE_EMAIL }
	const graduate = await getDatabase().user.findUnique({ where, select: { id: true } })
	if (graduate) return ensureDemoCertificate(await certificateContext(), { userId: graduate.id })
}

/** Two processes may start together on the same empty database. */
function unlessCreatedMeanwhile(error: unknown) {
	if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
}
