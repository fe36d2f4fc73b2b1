/** Why a certificate is withdrawn, shown on its page: a class, never a story about a person. */
export const REVOCATION_REASONS = {
	error: 'délivré par erreur',
	fraud: 'fraude établie',
	holder: 'à la demande du titulaire',
} as const

export type RevocationReason = keyof typeof REVOCATION_REASONS
