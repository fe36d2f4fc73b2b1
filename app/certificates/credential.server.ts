import { createHash } from 'node:crypto'
import { achievement, certificateTitle } from './achievement.ts'
import { CREDENTIALS_V2, OPEN_BADGES_V3 } from './context-urls.ts'
import { certificateUrl, evidenceUrl, statusListUrl } from './urls.ts'

export type CredentialInput = {
	id: string
	origin: string
	did: string
	holder: { name: string; email: string }
	/** Hides the e-mail address from whoever does not already know it. */
	salt: string
	subjectId: string
	issuedAt: Date
	validUntil: Date
	status: { listId: number; index: number }
	evidence: string
	demonstration: boolean
}

/**
 * The Open Badges 3.0 credential, before its proofs. A signed file cannot be
 * taken back, so it holds the least: the name that the holder chose, a salted
 * hash of the e-mail address, no score (the evidence, which can be withdrawn,
 * has it), no birth date.
 */
export function buildCredential(input: CredentialInput) {
	const { id, origin, did, holder, salt, issuedAt, status } = input
	return {
		'@context': [CREDENTIALS_V2, OPEN_BADGES_V3],
		id: certificateUrl(origin, id),
		type: ['VerifiableCredential', 'OpenBadgeCredential'],
		name: certificateTitle(input),
		issuer: { id: did, type: ['Profile'], name: 'Filière', url: `${origin}/` },
		validFrom: seconds(issuedAt),
		validUntil: seconds(input.validUntil),
		credentialSubject: {
			id: input.subjectId,
			type: ['AchievementSubject'],
			identifier: [
				{ type: 'IdentityObject', hashed: false, identityHash: holder.name, identityType: 'name' },
				{
					type: 'IdentityObject',
					hashed: true,
					identityHash: hashIdentity(holder.email, salt),
					identityType: 'emailAddress',
					salt,
				},
			],
			achievement: buildAchievement(input),
		},
		evidence: [
			{
				id: evidenceUrl(origin, id),
				type: ['Evidence'],
				name: 'Résultat de l’examen',
				description: 'Score, seuil de réussite et profil par domaine de l’épreuve réussie.',
				digestSRI: digestSri(input.evidence),
			},
		],
		credentialStatus: {
			id: `${statusListUrl(origin, status.listId)}#${status.index}`,
			type: 'BitstringStatusListEntry',
			statusPurpose: 'revocation',
			statusListIndex: String(status.index),
			statusListCredential: statusListUrl(origin, status.listId),
		},
	}
}

function buildAchievement({ origin, demonstration }: CredentialInput) {
	const { name, criteria, ...described } = achievement
	return {
		...described,
		id: `${origin}/examen#${described.humanCode}`,
		type: ['Achievement'],
		achievementType: 'Certification',
		inLanguage: 'fr',
		name: certificateTitle({ demonstration }),
		criteria: { narrative: criteria.join('\n\n') },
	}
}

/** The e-mail address as Open Badges hashes it: lower case, salt appended, SHA-256. */
export function hashIdentity(email: string, salt: string) {
	return `sha256$${createHash('sha256')
		.update(email.toLowerCase() + salt)
		.digest('hex')}`
}

/** Subresource Integrity of a text, as Verifiable Credentials name it. */
function digestSri(text: string) {
	return `sha384-${createHash('sha384').update(text).digest('base64')}`
}

/** xsd:dateTime without the milliseconds, as Data Integrity writes `created`. */
export function seconds(date: Date) {
	return `${date.toISOString().slice(0, 19)}Z`
}
