import { createHash } from 'node:crypto'
import type { ManagedPolicy } from '../collections.ts'
import documents from './aws-managed-policies.json' with { type: 'json' }

/** AWS's own managed policies that the course meets, by ARN. The texts are AWS's. */
export const awsManagedPolicies: ReadonlyMap<string, Readonly<ManagedPolicy>> = new Map(
	documents.map((written) => {
		const arn = `arn:aws:iam::aws:policy${written.path}${written.name}`
		const updatedAt = Date.parse(written.updatedAt)
		const document = JSON.stringify(written.document)
		const policy: ManagedPolicy = {
			policyName: written.name,
			policyId: policyId(arn),
			arn,
			path: written.path,
			createdAt: Date.parse(written.createdAt),
			updatedAt,
			defaultVersionId: written.defaultVersionId,
			versions: [{ versionId: written.defaultVersionId, document, createdAt: updatedAt }],
			versionsMade: Number(written.defaultVersionId.slice(1)),
			tags: {},
		}
		return [arn, policy]
	}),
)

/** The same in every world, as AWS's are; the ids themselves are ours. */
function policyId(arn: string): string {
	return `ANPA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`
}
