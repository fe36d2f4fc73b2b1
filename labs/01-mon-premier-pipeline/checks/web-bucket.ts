import { currentObjects, type ObjectVersion } from '#labs/aws/services/s3/collections.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { keyOf } from '#labs/aws/world/world.ts'
import type { Evidence } from '../../checks/check.ts'
import { evidenceOf, type Happening, innerEvidenceOf, type LabJournal } from '../../checks/lab-journal.ts'
import { WEB_BUCKET } from '../names.ts'

/** One object written to the web bucket, as the journal has it. */
export interface WebWrite {
	key: string
	/** Lower-case hexadecimal SHA-256 of the content. */
	sha256: string
	/** Whether a pipeline's action wrote it, rather than somebody's own call. */
	byPipeline: boolean
	happening: Happening
}

const WEB_KEYS = keyOf(currentObjects, WORLD_SCOPE, `${WEB_BUCKET}/`)

/** Every write to the web bucket, oldest first. Documents tell, so no operation is overlooked. */
export function webWrites(journal: LabJournal): Array<WebWrite> {
	return journal.happenings.flatMap((happening) => {
		const { kind, service, changes } = happening.entry
		const byPipeline = (kind === 'step' || kind === 'work') && service === 'codepipeline'
		return changes
			.filter(({ key, after }) => key.startsWith(WEB_KEYS) && after !== null)
			.map(({ key, after }) => ({
				key: key.slice(WEB_KEYS.length),
				sha256: (after as ObjectVersion).sha256,
				byPipeline,
				happening,
			}))
	})
}

/** A write as evidence: for a pipeline's, the role's own call to S3. */
export function evidenceOfWrite({ key, happening }: WebWrite): Evidence {
	const inner = happening.entry.calls.find(
		({ service, request }) =>
			service === 's3' && isWriteOf(request as { Bucket?: string; Key?: string }, key),
	)
	return inner ? innerEvidenceOf({ ...happening, inner }) : evidenceOf(happening)
}

function isWriteOf({ Bucket, Key }: { Bucket?: string; Key?: string }, key: string): boolean {
	return Bucket === WEB_BUCKET && Key === key
}

/** The last write of each object that is in the bucket now. */
export function lastWrites(journal: LabJournal, keys: ReadonlyArray<string>): Array<WebWrite> {
	const last = new Map(webWrites(journal).map((write) => [write.key, write]))
	return keys.flatMap((key) => last.get(key) ?? [])
}
