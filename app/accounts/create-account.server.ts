import { randomUUID } from 'node:crypto'
import { getDatabase } from '#app/platform/db.server.ts'
import type { Role, User } from '#prisma/generated/client.ts'
import { getAuth } from './auth.server.ts'

/**
 * Creates an account whose address counts as verified, with any role. For the
 * seed and for tests: people sign up by the form, and only ever as learners.
 */
export async function createAccount(options: {
	email: string
	name: string
	password: string
	role?: Role
	emailVerified?: boolean
}): Promise<User> {
	const { password: hasher } = await getAuth().$context
	const id = randomUUID()
	return getDatabase().user.create({
		data: {
			id,
			name: options.name,
			email: options.email.toLowerCase(),
			emailVerified: options.emailVerified ?? true,
			role: options.role ?? 'learner',
			accounts: {
				create: {
					id: randomUUID(),
					accountId: id,
					providerId: 'credential',
					password: await hasher.hash(options.password),
				},
			},
		},
	})
}
