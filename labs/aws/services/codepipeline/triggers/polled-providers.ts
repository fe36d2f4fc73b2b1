import type { ActionDeclaration } from '@aws-sdk/client-codepipeline'
import type { RolePrincipal } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import type { Scope } from '../../../world/world.ts'

type Configuration = Readonly<Record<string, string>>

/** How sources of one provider are polled. */
export interface PolledProvider {
	/** What is looked at, as who writes there names it too. */
	place(configuration: Configuration, scope: Scope): string
	/** The revision that is there. Throws AwsError when there is none, or the role may not see it. */
	head(call: Call, role: RolePrincipal, configuration: Configuration): Promise<string | undefined>
}

/** An object's place. */
export function objectPlace(bucket: string, key: string): string {
	return `${bucket}/${key}`
}

/** A branch's place: no bucket has a colon in its name. */
export function branchPlace({ account, region }: Scope, repository: string, branch: string): string {
	return `codecommit:${account}:${region}:${repository}/${branch}`
}

const s3: PolledProvider = {
	place: ({ S3Bucket = '', S3ObjectKey = '' }) => objectPlace(S3Bucket, S3ObjectKey),
	async head(call, role, { S3Bucket, S3ObjectKey }) {
		const object = { Bucket: S3Bucket, Key: S3ObjectKey }
		const head = await call.invoke<{ VersionId?: string; ETag?: string }>(role, 's3', 'HeadObject', object)
		return head.VersionId ?? head.ETag
	},
}

const codecommit: PolledProvider = {
	place: ({ RepositoryName = '', BranchName = '' }, scope) => branchPlace(scope, RepositoryName, BranchName),
	async head(call, role, { RepositoryName, BranchName }) {
		const wanted = { repositoryName: RepositoryName, branchName: BranchName }
		const { branch } = await call.invoke<{ branch: { commitId: string } }>(
			role,
			'codecommit',
			'GetBranch',
			wanted,
		)
		return branch.commitId
	},
}

const PROVIDERS: Readonly<Record<string, PolledProvider>> = { S3: s3, CodeCommit: codecommit }

/** How a source is polled, unless it says that it is not, or is of a provider that never is. */
export function polledProvider({
	actionTypeId,
	configuration = {},
}: ActionDeclaration): PolledProvider | undefined {
	if (actionTypeId?.owner !== 'AWS' || configuration.PollForSourceChanges?.toLowerCase() === 'false') return
	return PROVIDERS[actionTypeId.provider ?? '']
}
