import { AwsError } from '../../aws-error.ts'
import type { RolePrincipal } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import { openZip } from '../codepipeline/artifacts/zip.ts'
import { contentTypeOf } from '../s3/objects/content-type.ts'
import { RoleNotAssumable } from '../sts/service-roles.ts'
import type { Build } from './collections.ts'
import { buildRole } from './start-build.ts'

/** Where an artifact goes, and whether as one archive or file by file. */
interface Target {
	bucket: string
	key: string
	isPackaged: boolean
}

/**
 * Puts what a build made where its project or its pipeline says, under the
 * build's role. Answers the ARNs by artifact, and what went wrong in CodeBuild's words.
 */
export async function uploadArtifacts(call: Call, build: Readonly<Build>) {
	const locations: Record<string, string> = {}
	try {
		const role = buildRole(call, build)
		for (const { id, name, blob } of build.outcome?.artifacts ?? []) {
			const target = targetOf(build, id, name)
			if (!target) continue
			await putArtifact(call, role, build, target, await call.blobs.get(blob))
			locations[id] = `arn:aws:s3:::${target.bucket}/${target.key}`
		}
		return { locations }
	} catch (error) {
		if (error instanceof RoleNotAssumable) return { locations, problem: error.message }
		if (!(error instanceof AwsError)) throw error
		return { locations, problem: `Error in UPLOAD_ARTIFACTS phase: ${error.code}: ${error.message}` }
	}
}

/** A pipeline says it in the location; a project by bucket, path and name. */
function targetOf(build: Readonly<Build>, id: string, ownName: string | undefined): Target | undefined {
	const artifact =
		id === ''
			? build.artifacts
			: build.secondaryArtifacts.find(({ artifactIdentifier }) => artifactIdentifier === id)
	if (artifact?.type === 'CODEPIPELINE') {
		const [, bucket = '', key = ''] = /^([^/]+)\/(.+)$/.exec(artifact.location ?? '') ?? []
		return bucket ? { bucket, key, isPackaged: true } : undefined
	}
	if (artifact?.type !== 'S3') return
	const { location = '', path = '', namespaceType, overrideArtifactName, packaging } = artifact
	const name = (overrideArtifactName ? ownName : undefined) ?? artifact.name ?? build.projectName
	const parts = [path, namespaceType === 'BUILD_ID' ? build.uuid : '', name].map((part) =>
		part.replace(/^\/+|\/+$/g, ''),
	)
	const key = parts.filter((part) => part !== '').join('/')
	if (packaging !== 'ZIP') return { bucket: location, key, isPackaged: false }
	return { bucket: location, key: key.endsWith('.zip') ? key : `${key}.zip`, isPackaged: true }
}

async function putArtifact(
	call: Call,
	role: RolePrincipal,
	build: Readonly<Build>,
	{ bucket, key, isPackaged }: Target,
	zip: Uint8Array,
): Promise<void> {
	const put = (Key: string, Body: Uint8Array, ContentType: string) =>
		call.invoke(role, 's3', 'PutObject', {
			...{ Bucket: bucket, Key, Body, ContentType },
			Metadata: { 'codebuild-buildarn': build.arn },
			...(build.encryptionKey && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: build.encryptionKey }),
		})
	if (isPackaged) {
		await put(key, zip, 'application/zip')
		return
	}
	for (const { path, bytes } of await openZip(zip)) {
		await put(key === '' ? path : `${key}/${path}`, bytes, contentTypeOf(path))
	}
}
