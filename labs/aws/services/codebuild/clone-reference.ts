import { z } from 'zod'
import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { RolePrincipal } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import { DownloadFailure } from './download-failure.ts'

/** What source actions with `CODEBUILD_CLONE_REF` hand on, in `codepipeline/actions/`. */
const cloneReference = z.discriminatedUnion('provider', [
	z.object({
		provider: z.literal('CodeCommit'),
		repositoryArn: z.string(),
		branchName: z.string(),
		commitId: z.string(),
	}),
	z.object({
		provider: z.literal('CodeConnections'),
		connectionArn: z.string(),
		fullRepositoryId: z.string(),
		branchName: z.string(),
		commitId: z.string(),
	}),
])

const BYTES_AT_MOST = 4096
const BRACE = '{'.charCodeAt(0)

/** An artifact as a build takes it: where it only refers to a repository, that one cloned under the build's role. */
export async function withClone(call: Call, role: RolePrincipal, artifact: Uint8Array): Promise<Uint8Array> {
	const reference = readReference(artifact)
	if (!reference) return artifact
	try {
		const { archive } = await pull(call, role, reference)
		return archive
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		// What stands in brackets is ours.
		const told = `authorization failed for primary source and source version ${reference.commitId} (${error.message})`
		throw new DownloadFailure('CLIENT_ERROR', told)
	}
}

function pull(
	call: Call,
	role: RolePrincipal,
	reference: z.infer<typeof cloneReference>,
): Promise<{ archive: Uint8Array }> {
	const { branchName, commitId } = reference
	if (reference.provider === 'CodeConnections') {
		const { connectionArn: ConnectionArn, fullRepositoryId: FullRepositoryId } = reference
		const place = { ConnectionArn, FullRepositoryId, BranchName: branchName, CommitId: commitId }
		return call.invoke(role, 'codeconnections', 'GitPull', place)
	}
	const arn = parseArn(reference.repositoryArn)
	const scope = { account: arn?.account ?? '', region: arn?.region ?? '' }
	const input = { repositoryName: arn?.resource, branchName, commitSpecifier: commitId }
	return call.invoke(role, 'codecommit', 'GitClone', input, scope)
}

function readReference(artifact: Uint8Array) {
	if (artifact.byteLength > BYTES_AT_MOST || artifact[0] !== BRACE) return
	try {
		return cloneReference.safeParse(JSON.parse(Buffer.from(artifact).toString('utf8'))).data
	} catch {
		return
	}
}
