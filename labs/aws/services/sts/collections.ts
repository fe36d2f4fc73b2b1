import type {
	FederatedPrincipal,
	RolePrincipal,
	RootPrincipal,
	UserPrincipal,
} from '../../identity/principal.ts'
import { collection } from '../../world/world.ts'

/** Temporary credentials that AssumeRole, GetFederationToken or GetSessionToken handed out. */
export interface Session {
	accessKeyId: string
	secretAccessKey: string
	sessionToken: string
	createdAt: number
	expiresAt: number
	principal: RolePrincipal | UserPrincipal | RootPrincipal | FederatedPrincipal
}

/** Id: the access key id. */
export const sessions = collection<Session>('sts', 'sessions', 'world')
