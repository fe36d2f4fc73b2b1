import type { Call } from '../../../service.ts'
import type { Located } from '../arns.ts'
import { knownFindings, repositories } from '../collections.ts'
import { emitScan } from '../images/events.ts'
import { findImage, putImageDocument } from '../images/store.ts'

/** Virtual time that a scan takes, milliseconds. */
const TAKES = 30_000

/** Begins to scan an image. */
export function startScan(call: Call, place: Located, digest: string): void {
	const image = findImage(call, place, { imageDigest: digest })
	if (!image) return
	putImageDocument(call, place, { ...image, scan: { startedAt: call.now, findings: [] } })
	call.schedule(call.now + TAKES, `scan|${digest}|${place.repository.name}`, place.scope)
}

/** Ends a scan: what is found is what the world says is in the image. */
export function endScan(call: Call, digest: string, name: string): void {
	const repository = call.world.get(repositories, call.scope, name)
	const place = repository && { repository, scope: call.scope }
	const image = place && findImage(call, place, { imageDigest: digest })
	if (!place || !image?.scan || image.scan.completedAt !== undefined) return
	const { findings } = call.world.get(knownFindings, call.scope, digest) ?? { findings: [] }
	putImageDocument(call, place, { ...image, scan: { ...image.scan, completedAt: call.now, findings } })
	emitScan(call, place, image, findings)
}
