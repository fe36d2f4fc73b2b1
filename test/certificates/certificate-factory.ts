import { randomUUID } from 'node:crypto'
import type { CertificateContext } from '#app/certificates/certificate-context.server.ts'
import { generateKeyRing } from '#app/certificates/key-ring.server.ts'
import { readBlueprint } from '#app/exam/bank.server.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import { DID, ISSUED_AT, ORIGIN } from './sample-certificate.ts'

/** A context over `db` with a key of its own and a clock that stands still. */
export async function makeContext(db: PrismaClient): Promise<CertificateContext> {
	return {
		db,
		now: () => ISSUED_AT,
		issuer: { origin: ORIGIN, did: DID, keys: await generateKeyRing(ISSUED_AT) },
		blueprint: readBlueprint(),
	}
}

export function makeLearner({ db }: Pick<CertificateContext, 'db'>) {
	const id = randomUUID()
	return db.user.create({ data: { id, name: 'Zoé Lefèvre', email: `${id}@example.org` } })
}

/** An attempt as the exam leaves it after a pass. */
export function makePassedAttempt({ db, now }: Pick<CertificateContext, 'db' | 'now'>, user: { id: string }) {
	return db.examAttempt.create({
		data: {
			userId: user.id,
			formId: 'specialiste-aws-codepipeline/1.0.0/forme-16',
			seed: 'graine',
			status: 'submitted',
			startedAt: now(),
			deadline: now(),
			finishedAt: now(),
			cutScore: 11,
			rawScore: 14,
			scaledScore: 880,
			passed: true,
			profile: [{ domain: 'D1', correct: 2, total: 2 }],
		},
	})
}
