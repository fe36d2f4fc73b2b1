/** The person who reads, or null for a visitor without an account. */
export type Reader = { id: string; name: string; role: 'learner' | 'trainer' | 'admin' }

export async function getReader(_request: Request): Promise<Reader | null> {
	return null
}
