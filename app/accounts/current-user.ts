export type Role = 'learner' | 'trainer' | 'admin'

/** The person who is signed in, as the site needs to know them. */
export interface CurrentUser {
	id: string
	name: string
	email: string
	emailVerified: boolean
	role: Role
}
