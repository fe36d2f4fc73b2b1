import { dueSteps, WORLD_SCOPE } from './aws/world/kernel.ts'
import type { Sandbox } from './aws/world/sandbox.ts'

/**
 * Lets virtual milliseconds pass as they do for who waits: real work is brought in
 * as it ends, and each thing that falls due happens at its own time.
 */
export async function passTime(sandbox: Sandbox, milliseconds: number): Promise<void> {
	const until = sandbox.now() + milliseconds
	for (;;) {
		await sandbox.settle()
		const [next] = sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
		if (!next || next.at > until) break
		await sandbox.setClock({ jumpTo: next.at })
	}
	await sandbox.setClock({ jumpTo: until })
	await sandbox.settle()
}
