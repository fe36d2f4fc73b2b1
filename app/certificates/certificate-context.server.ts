import { examContent } from '#app/exam/bank.server.ts'
import type { Blueprint } from '#app/exam/blueprint.ts'
import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import { didWebOf } from './did-web.ts'
import { type KeyRing, openKeyRing } from './key-ring.server.ts'

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

let issuer: Promise<Issuer> | undefined

async function openIssuer(): Promise<Issuer> {
	const keys = await openKeyRing(env.certificateKey, env.dataDir, now())
	return { origin: env.publicUrl, did: didWebOf(env.publicUrl), keys }
}

/** The process's own context; the keys are read once. */
export async function certificateContext(): Promise<CertificateContext> {
	issuer ??= openIssuer()
	return { db: getDatabase(), now, issuer: await issuer, blueprint: examContent().blueprint }
}
