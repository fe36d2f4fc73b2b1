import type { Sandbox } from './sandbox.ts'

/** What does the real work that worlds ask for; a sandbox tells it of itself. */
export interface WorkHost {
	/** Looks for work that a world asks for and nobody does yet. Called whenever it may ask for some. */
	look(sandbox: Sandbox): void
}
