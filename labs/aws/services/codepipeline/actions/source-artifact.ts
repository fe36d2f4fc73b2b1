import { artifactBucket, artifactEncryption, newArtifactKey } from '../artifacts/artifacts.ts'
import type { ActionRun } from './action.ts'
import { actionRole } from './roles.ts'
import { callS3 } from './s3-call.ts'

/** Puts what a source action fetched into the artifact store, under its role. */
export async function putSourceArtifact(run: ActionRun, Body: Uint8Array, ContentType: string) {
	const { call, declaration, structure } = run
	const [output] = declaration.outputArtifacts ?? []
	const name = output?.name ?? ''
	const location = {
		bucket: artifactBucket(structure, call.scope.region),
		key: newArtifactKey(call, structure.name ?? '', name),
	}
	await callS3(call, actionRole(run), 'PutObject', {
		Bucket: location.bucket,
		Key: location.key,
		...{ Body, ContentType },
		...artifactEncryption(structure, call.scope.region),
	})
	return { name, ...location }
}
