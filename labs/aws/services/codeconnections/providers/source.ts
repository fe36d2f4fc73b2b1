import { AwsError } from '../../../aws-error.ts'
import type { Access } from '../../../identity/access.ts'
import { type Call, operation } from '../../../service.ts'
import { accessTo, requireConnection } from '../arns.ts'
import { hostOf } from '../connections/provider-host.ts'
import { PROVIDERS } from './provider.ts'
import { atProvider } from './repositories.ts'
import { isFullRepositoryId } from './repository-name.ts'

// What AWS's services do at a provider through a connection. IAM knows one action for all,
// `UseConnection`, and tells them apart by its keys:
// https://docs.aws.amazon.com/dtconsole/latest/userguide/security-iam.html#permissions-reference-connections-use

export interface UseInput {
	ConnectionArn?: string
	FullRepositoryId?: string
	BranchName?: string
	/** The branch's tip unless given. */
	CommitId?: string
}

function connectionUse(providerAction: string) {
	return ({ ConnectionArn = '', FullRepositoryId = '', BranchName }: UseInput, call: Call): Access => {
		const access = accessTo(call, 'UseConnection', ConnectionArn)
		const [prefix = ''] = access.action.split(':')
		return {
			...access,
			context: {
				...access.context,
				[`${prefix}:FullRepositoryId`]: FullRepositoryId,
				[`${prefix}:ProviderAction`]: providerAction,
				[`${prefix}:ProviderPermissionsRequired`]: 'read_only',
				...(BranchName !== undefined && { [`${prefix}:BranchName`]: BranchName }),
			},
		}
	}
}

interface CommitDetail {
	commitId: string
	message: string
	author: { date: string }
}

interface FoundCommit {
	ProviderType: string
	ProviderLabel: string
	Commit: CommitDetail
}

/** The commit at the tip of a branch, or the one that is named. */
export const listBranchCommits = operation<UseInput, FoundCommit>({
	access: connectionUse('ListBranchCommits'),
	async run(input, call) {
		const { providerType } = requireConnection(call, input.ConnectionArn ?? '')
		const at = await locate(call, input)
		const { commit } = await at<{ commit: CommitDetail }>('GetCommit', { commitId: await at.commitId() })
		return { ProviderType: providerType, ProviderLabel: PROVIDERS[providerType].label, Commit: commit }
	},
})

/** The files of a commit as a zip. */
export const startUploadArchive = operation<UseInput, { archive: Uint8Array }>({
	access: connectionUse('StartUploadArchiveToS3'),
	async run(input, call) {
		const at = await locate(call, input)
		return at<{ archive: Uint8Array }>('UploadArchive', { commitId: await at.commitId() })
	},
})

/** What `git clone` and a checkout leave, as a zip. */
export const gitPull = operation<UseInput, { archive: Uint8Array }>({
	access: connectionUse('GitPull'),
	async run(input, call) {
		const at = await locate(call, input)
		return at<{ archive: Uint8Array }>('GitClone', {
			commitSpecifier: await at.commitId(),
			branchName: input.BranchName,
			remoteUrl: `https://${at.host}/${input.FullRepositoryId}.git`,
		})
	},
})

/** A repository behind a connection that may be used. Throws ResourceUnavailableException, or InvalidInputException. */
async function locate(
	call: Call,
	{ ConnectionArn = '', FullRepositoryId = '', BranchName, CommitId }: UseInput,
) {
	const connection = requireConnection(call, ConnectionArn)
	if (connection.status !== 'AVAILABLE') {
		// The wording is ours.
		throw new AwsError('ResourceUnavailableException', `Connection ${ConnectionArn} is not available`)
	}
	const host = hostOf(call, connection)
	const { label } = PROVIDERS[connection.providerType]
	const ask = async <Output>(name: string, input: object): Promise<Output> => {
		if (!isFullRepositoryId(FullRepositoryId)) throw noBranch(label, BranchName, FullRepositoryId)
		try {
			return await atProvider<Output>(call, { ProviderHost: host, FullRepositoryId }, name, input)
		} catch (error) {
			if (!(error instanceof AwsError) || !MISSING.has(error.code)) throw error
			throw noBranch(label, CommitId ?? BranchName, FullRepositoryId)
		}
	}
	const commitId = async () => {
		if (CommitId !== undefined) return CommitId
		const { branch } = await ask<{ branch: { commitId: string } }>('GetBranch', { branchName: BranchName })
		return branch.commitId
	}
	return Object.assign(ask, { host, commitId })
}

const MISSING: ReadonlySet<string> = new Set([
	'RepositoryDoesNotExistException',
	'BranchDoesNotExistException',
	'InvalidBranchNameException',
	'CommitDoesNotExistException',
	'CommitIdDoesNotExistException',
	'InvalidCommitIdException',
])

/** Seen of AWS, for a repository as for a branch that is not there: https://github.com/aws/copilot-cli/issues/5507 */
function noBranch(label: string, branch = '', repository = ''): AwsError {
	return new AwsError(
		'InvalidInputException',
		`[${label}] No Branch [${branch}] found for FullRepositoryName [${repository}]`,
	)
}
