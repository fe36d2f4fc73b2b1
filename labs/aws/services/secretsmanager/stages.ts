import type { UpdateSecretVersionStageRequest } from '@aws-sdk/client-secrets-manager'
import { operation } from '../../service.ts'
import { versionDocumentId, versions } from './collections.ts'
import { onSecret, put, requireLiving } from './find.ts'
import { invalidParameter, notFound } from './secrets-error.ts'

type Stages = Readonly<Record<string, string>>

/** Stages after one has gone to a version; who held AWSCURRENT gets AWSPREVIOUS. */
export function movedTo(stages: Stages, stage: string, versionId: string): Stages {
	const before = stages[stage]
	const moved = { ...stages, [stage]: versionId }
	if (stage !== 'AWSCURRENT' || before === undefined || before === versionId) return moved
	return { ...moved, AWSPREVIOUS: before }
}

export const updateSecretVersionStage = operation<UpdateSecretVersionStageRequest, object>({
	access: onSecret('UpdateSecretVersionStage'),
	run({ SecretId, VersionStage = '', MoveToVersionId, RemoveFromVersionId }, call) {
		const { secret, scope } = requireLiving(call, SecretId)
		for (const id of [MoveToVersionId, RemoveFromVersionId]) {
			if (id !== undefined && !call.world.get(versions, scope, versionDocumentId(secret, id)))
				throw notFound(`secret value for VersionId: ${id}`)
		}
		const holder = secret.stages[VersionStage]
		if (holder !== undefined && holder !== MoveToVersionId && RemoveFromVersionId !== holder) {
			throw invalidParameter(
				`The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
			)
		}
		const answer = { ARN: secret.arn, Name: secret.name }
		if (MoveToVersionId === undefined) {
			// The wording is ours.
			if (VersionStage === 'AWSCURRENT')
				throw invalidParameter('The staging label AWSCURRENT can only be moved, not removed.')
			const { [VersionStage]: _, ...stages } = secret.stages
			put(call, { scope, secret: { ...secret, stages, changedAt: call.now } })
			return answer
		}
		const stages = movedTo(secret.stages, VersionStage, MoveToVersionId)
		put(call, { scope, secret: { ...secret, stages, changedAt: call.now } })
		return answer
	},
})
