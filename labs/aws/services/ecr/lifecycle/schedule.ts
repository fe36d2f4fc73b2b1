import type { Call } from '../../../service.ts'
import type { Located } from '../arns.ts'
import { repositories } from '../collections.ts'
import { emitImageAction } from '../images/events.ts'
import { imagesOf, removeImage } from '../images/store.ts'
import { expiries, nextExpiry } from './evaluate.ts'
import { readLifecyclePolicy } from './policy-text.ts'

/** AWS takes images within 24 hours after a rule does; here it is at the next full hour. */
const HOUR = 3_600_000

/** Has the policy of a repository, if it has one, looked at again. */
export function scheduleEvaluation(call: Call, { repository, scope }: Located, from = call.now): void {
	if (repository.lifecycle === undefined) return
	call.schedule((Math.floor(from / HOUR) + 1) * HOUR, `lifecycle|${repository.name}`, scope)
}

/** Takes away what the policy of a repository says by now. */
export async function applyLifecycle(call: Call, name: string): Promise<void> {
	const { world, scope, now } = call
	const repository = world.get(repositories, scope, name)
	if (repository?.lifecycle === undefined) return
	const place = { repository, scope }
	const rules = readLifecyclePolicy(repository.lifecycle.text)
	for (const { image } of await expiries(rules, imagesOf(call, place), now)) {
		removeImage(call, place, image)
		const tags = image.tags.length > 0 ? image.tags : [undefined]
		for (const tag of tags) emitImageAction(call, place, 'DELETE', image.digest, tag)
	}
	const lifecycle = { ...repository.lifecycle, evaluatedAt: now }
	world.put(repositories, scope, name, { ...repository, lifecycle })
	const next = await nextExpiry(rules, imagesOf(call, place), now)
	if (next !== undefined) scheduleEvaluation(call, place, next - 1)
}
