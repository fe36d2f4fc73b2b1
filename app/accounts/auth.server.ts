import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { getDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { sendMail } from '#app/platform/mail.server.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from './account-forms.ts'
import { existingAccountMail, resetMail, verificationMail } from './account-mail.server.ts'
import { cookiePrefix } from './session-cookie.ts'

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S

/** Seconds that a session lasts, and after which its use makes it last anew. */
export const SESSION_S = 30 * DAY_S
export const SESSION_RENEWED_AFTER_S = DAY_S

/** Seconds that a reset link or a verification link is good for. */
export const RESET_LINK_S = HOUR_S
export const VERIFICATION_LINK_S = DAY_S

/**
 * Attempts within a minute, from one address, at the forms that a robot would try.
 * A class signs in together from behind one address; nobody resets a password so often.
 */
const SIGNING_IN = { window: 60, max: 30 }
const RESETTING = { window: 60, max: 10 }

/** Written by `callAuth` alone, on a request that never leaves the process. */
export const CLIENT_ADDRESS_HEADER = 'x-client-address'

function createAuth(database: PrismaClient) {
	return betterAuth({
		appName: 'Filière',
		baseURL: env.publicUrl,
		basePath: '/compte/api',
		secret: env.appSecret,
		database: prismaAdapter(database, { provider: 'postgresql' }),
		telemetry: { enabled: false },
		emailAndPassword: {
			enabled: true,
			// Signing up then answers the same whether the address has an account or not.
			autoSignIn: false,
			async onExistingUserSignUp({ user }) {
				await sendMail(existingAccountMail(user))
			},
			minPasswordLength: PASSWORD_MIN,
			maxPasswordLength: PASSWORD_MAX,
			resetPasswordTokenExpiresIn: RESET_LINK_S,
			revokeSessionsOnPasswordReset: true,
			async sendResetPassword({ user, token }) {
				await sendMail(resetMail(user, token))
			},
		},
		emailVerification: {
			sendOnSignUp: true,
			expiresIn: VERIFICATION_LINK_S,
			async sendVerificationEmail({ user, token }) {
				await sendMail(verificationMail(user, token))
			},
		},
		user: {
			additionalFields: {
				// Given by an administrator alone: no form may set it.
				role: { type: 'string', required: false, input: false, defaultValue: 'learner' },
			},
		},
		session: { expiresIn: SESSION_S, updateAge: SESSION_RENEWED_AFTER_S },
		rateLimit: {
			enabled: true,
			storage: 'database',
			window: 60,
			max: 100,
			customRules: {
				'/sign-in/email': SIGNING_IN,
				'/sign-up/email': SIGNING_IN,
				'/request-password-reset': RESETTING,
				'/reset-password': RESETTING,
				'/send-verification-email': RESETTING,
			},
		},
		advanced: {
			cookiePrefix: cookiePrefix(env.publicUrl),
			// The library would put `__Secure-` before the prefix, which says less than `__Host-`.
			useSecureCookies: false,
			defaultCookieAttributes: {
				httpOnly: true,
				sameSite: 'lax',
				path: '/',
				secure: env.publicUrl.startsWith('https:'),
			},
			ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
		},
		logger: {
			level: 'error',
			log: (level, message) => log[level]({ source: 'better-auth' }, message),
		},
	})
}

type Auth = ReturnType<typeof createAuth>

/** One for each database: tests put their own database in the place of the process's. */
const made = new WeakMap<PrismaClient, Auth>()

/** The library that keeps accounts, passwords and sessions. */
export function getAuth(): Auth {
	const database = getDatabase()
	const known = made.get(database)
	if (known) return known
	const auth = createAuth(database)
	made.set(database, auth)
	return auth
}
