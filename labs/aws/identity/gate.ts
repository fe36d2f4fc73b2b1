import type { Sandbox } from '../world/sandbox.ts'
import type { Principal } from './principal.ts'

/**
 * The world that a request without a key is for, by the label in its address.
 * Without one, the world is the only one, or there is none to be found.
 */
export type FindPublicSandbox = (label: string | undefined) => Promise<Sandbox | undefined>

/** What a host knows of who may come in. */
export interface Gate {
	/** The world that issued an access key, or undefined when none did. */
	findSandbox(accessKeyId: string): Promise<Sandbox | undefined>
	/** Without it, nobody comes in without a key, and nothing is served to the public. */
	findPublicSandbox?: FindPublicSandbox
	/** Real time, epoch milliseconds: signatures are held against it. */
	realNow(): number
	/** Who speaks when a key is not of the world's own. With it no signature is checked. */
	openTo?(accessKeyId: string): Principal
}
