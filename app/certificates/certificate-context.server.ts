import type { Blueprint } from '#app/exam/blueprint.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import type { KeyRing } from './key-ring.server.ts'

export type Issuer = {
	/** The public address of the site, without a trailing slash. */
	origin: string
	did: string
	keys: KeyRing
}

/** What certificates need from outside, given by the caller so that a test can hold the clock and the key. */
export type CertificateContext = {
	db: PrismaClient
	now(): Date
	issuer: Issuer
	blueprint: Pick<Blueprint, 'domains' | 'passMark' | 'policy'>
}
