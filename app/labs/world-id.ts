/** The journal's name for one generation of a sandbox: a reset begins a new world and rewrites nothing. */
export function worldId(sandbox: { id: string; generation: number }): string {
	return `${sandbox.id}/${sandbox.generation}`
}
