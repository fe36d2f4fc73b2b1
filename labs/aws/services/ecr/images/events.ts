import type { Call } from '../../../service.ts'
import { emitEvent } from '../../events/bus.ts'
import type { Located } from '../arns.ts'
import type { Scan } from '../collections.ts'

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html

/** Tells EventBridge that an image came or went, under one of its tags if it has any. */
export function emitImageAction(
	call: Call,
	{ repository, scope }: Located,
	action: 'PUSH' | 'DELETE',
	digest: string,
	tag: string | undefined,
): void {
	const detail = {
		'action-type': action,
		result: 'SUCCESS',
		'repository-name': repository.name,
		'image-digest': digest,
		...(tag !== undefined && { 'image-tag': tag }),
	}
	emitEvent(call, { source: 'aws.ecr', 'detail-type': 'ECR Image Action', resources: [], detail }, scope)
}

/** Tells EventBridge what was found in an image. */
export function emitScan(
	call: Call,
	{ repository, scope }: Located,
	{ digest, tags }: { digest: string; tags: ReadonlyArray<string> },
	findings: Scan['findings'],
): void {
	const detail = {
		'scan-status': 'COMPLETE',
		'repository-name': repository.name,
		'finding-severity-counts': severityCounts(findings),
		'image-digest': digest,
		'image-tags': [...tags],
	}
	const about = { source: 'aws.ecr', 'detail-type': 'ECR Image Scan', resources: [repository.arn] }
	emitEvent(call, { ...about, detail }, scope)
}

/** How many findings of each severity there are; severities without any are left out. */
export function severityCounts(findings: Scan['findings']): Record<string, number> {
	const counts: Record<string, number> = {}
	for (const { severity = 'UNDEFINED' } of findings) counts[severity] = (counts[severity] ?? 0) + 1
	return counts
}
