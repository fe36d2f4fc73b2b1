import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Prisma } from '#prisma/generated/client.ts'
import { ASSURANCE_LEVEL } from './achievement.ts'
import { STATUS_LIST_BITS } from './bitstring.ts'
import type { CertificateContext } from './certificate-context.server.ts'
import { buildCredential, seconds } from './credential.server.ts'
import { type Evidence, evidenceSchema } from './evidence.ts'
import { signingKey } from './key-ring.server.ts'

/** The list that new certificates draw their bit from. */
const OPEN_STATUS_LIST = 1
const MAX_DRAWS = 8

const profileSchema = z.array(z.object({ domain: z.string(), correct: z.int(), total: z.int() }))

const passedAttempt = {
	id: true,
	formId: true,
	finishedAt: true,
	scaledScore: true,
	profile: true,
	user: { select: { id: true, name: true, email: true } },
} satisfies Prisma.ExamAttemptSelect

type PassedAttempt = Prisma.ExamAttemptGetPayload<{ select: typeof passedAttempt }>

/**
 * Issues the certificate of a passed attempt and returns its id. Asking again,
 * even at the same moment, returns the same certificate: the unique attempt
 * decides. Throws for an attempt that did not pass.
 */
export async function issueCertificate(
	context: CertificateContext,
	{ attemptId, demonstration = false }: { attemptId: string; demonstration?: boolean },
): Promise<{ id: string }> {
	const { db } = context
	await db.statusList.upsert({
		where: { id: OPEN_STATUS_LIST },
		create: { id: OPEN_STATUS_LIST },
		update: {},
	})
	for (let draw = 1; draw <= MAX_DRAWS; draw++) {
		const existing = await db.certificate.findUnique({ where: { attemptId }, select: { id: true } })
		if (existing) return existing
		const attempt = await db.examAttempt.findFirst({
			where: { id: attemptId, passed: true },
			select: passedAttempt,
		})
		if (!attempt) throw new Error(`Attempt ${attemptId} did not pass: no certificate is due`)
		const certificate = await draftCertificate(context, attempt, demonstration)
		if (await store(context, certificate)) return { id: certificate.id }
	}
	throw new Error(`No free index found in status list ${OPEN_STATUS_LIST} after ${MAX_DRAWS} draws`)
}

async function draftCertificate(
	{ now, issuer, blueprint }: CertificateContext,
	attempt: PassedAttempt,
	demonstration: boolean,
) {
	const { signCredential } = await import('./sign.server.ts')
	const issuedAt = now()
	const validUntil = addMonths(issuedAt, blueprint.policy.validityMonths)
	const id = drawId()
	const statusIndex = randomInt(STATUS_LIST_BITS)
	const evidence = JSON.stringify(summarize(attempt, blueprint), null, '\t')
	const unsigned = buildCredential({
		id,
		origin: issuer.origin,
		did: issuer.did,
		holder: attempt.user,
		salt: randomBytes(16).toString('hex'),
		subjectId: `urn:uuid:${randomUUID()}`,
		issuedAt,
		validUntil,
		status: { listId: OPEN_STATUS_LIST, index: statusIndex },
		evidence,
		demonstration,
	})
	const signed = await signCredential(unsigned, {
		did: issuer.did,
		key: signingKey(issuer.keys),
		created: issuedAt,
	})
	return {
		id,
		userId: attempt.user.id,
		attemptId: attempt.id,
		holderName: attempt.user.name,
		credential: JSON.stringify(signed, null, '\t'),
		evidence,
		statusListId: OPEN_STATUS_LIST,
		statusIndex,
		issuedAt,
		validUntil,
	}
}

/** Stores bit, certificate and audit event together; false when another request took the bit or the attempt. */
async function store({ db }: CertificateContext, certificate: Prisma.CertificateUncheckedCreateInput) {
	const { id, userId, attemptId, statusListId, statusIndex, issuedAt } = certificate
	try {
		await db.$transaction([
			db.statusEntry.create({
				data: {
					statusListId,
					index: statusIndex,
					certificateHash: hashCertificateId(id),
					assignedAt: issuedAt,
				},
			}),
			db.certificate.create({ data: certificate }),
			db.auditEvent.create({
				data: {
					at: issuedAt,
					actorId: userId,
					action: 'certificate.issued',
					subject: `certificate:${id}`,
					detail: { attemptId, statusListId, statusIndex },
				},
			}),
		])
		return true
	} catch (error) {
		if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return false
		throw error
	}
}

function summarize(attempt: PassedAttempt, blueprint: CertificateContext['blueprint']): Evidence {
	const titles = new Map<string, string>(blueprint.domains.map(({ id, title }) => [id, title]))
	return evidenceSchema.parse({
		form: attempt.formId,
		finishedAt: attempt.finishedAt && seconds(attempt.finishedAt),
		scaledScore: attempt.scaledScore,
		passMark: blueprint.passMark,
		assurance: ASSURANCE_LEVEL,
		profile: profileSchema
			.parse(attempt.profile)
			.map((result) => ({ ...result, title: titles.get(result.domain) ?? result.domain })),
	})
}

/** 128 random bits in lower-case letters and digits: an unlisted page is found only by its address. */
function drawId() {
	return BigInt(`0x${randomBytes(16).toString('hex')}`)
		.toString(36)
		.padStart(25, '0')
}

/** What the status entry keeps of a certificate's id once the certificate is erased. */
export function hashCertificateId(id: string) {
	return createHash('sha256').update(id).digest('hex')
}

function addMonths(date: Date, months: number) {
	const end = new Date(date)
	end.setUTCMonth(end.getUTCMonth() + months)
	return end
}
