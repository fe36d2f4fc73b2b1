import { AwsError } from '../../../aws-error.ts'
import type { RolePrincipal } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import { ActionFailure, type ActionProvider, type ActionRun, type Progress, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'
import { putSourceArtifact } from './source-artifact.ts'

// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html

/** Virtual time that fetching takes, milliseconds. */
const TAKES = 2_000
const FORMATS = new Set(['CODE_ZIP', 'CODEBUILD_CLONE_REF'])

/** Takes the tip of a branch, or the commit that the start names, as a zip or as a reference to clone. */
export const codecommitSource: ActionProvider = {
	start: ({ call }) => ({ state: 'pending', until: call.now + TAKES }),
	resume: (run) => settleFailure(() => fetchCommit(run)),
	entityUrl: ({ RepositoryName = '', BranchName = '' }, region) =>
		consoleUrl(region, `${RepositoryName}/browse/refs/heads/${BranchName}/--/`),
}

interface Person {
	date: string
}

interface CommitDetail {
	commitId: string
	message: string
	author: Person
	committer: Person
}

async function fetchCommit(run: ActionRun): Promise<Progress> {
	const { call, attempt, declaration } = run
	const role = actionRole(run)
	const { RepositoryName = '', BranchName = '', OutputArtifactFormat = 'CODE_ZIP' } = attempt.configuration
	if (!FORMATS.has(OutputArtifactFormat)) {
		// The wording is ours.
		throw new ActionFailure('ConfigurationError', `Unknown OutputArtifactFormat: ${OutputArtifactFormat}`)
	}
	const ask = asker(call, role, RepositoryName)
	const commitId = overrideOf(run) ?? (await tipOf(ask, BranchName))
	const { commit } = await ask<{ commit: CommitDetail }>('GetCommit', { commitId })
	const Body =
		OutputArtifactFormat === 'CODEBUILD_CLONE_REF'
			? await cloneReference(ask, BranchName, commitId)
			: await archive(ask, commitId)
	const ContentType = OutputArtifactFormat === 'CODEBUILD_CLONE_REF' ? 'application/json' : 'application/zip'
	const output = await putSourceArtifact(run, Body, ContentType)
	const committedAt = momentOf(commit.committer)
	return {
		state: 'settled',
		status: 'Succeeded',
		summary: commit.message,
		externalExecutionId: commitId,
		outputs: [output],
		outputVariables: {
			AuthorDate: isoOf(momentOf(commit.author)),
			BranchName,
			CommitId: commitId,
			CommitMessage: commit.message,
			CommitterDate: isoOf(committedAt),
			RepositoryName,
		},
		revision: {
			actionName: declaration.name ?? '',
			name: output.name,
			revisionId: commitId,
			revisionChangeIdentifier: commitId,
			revisionSummary: commit.message,
			revisionUrl: consoleUrl(call.scope.region, `${RepositoryName}/commit/${commitId}`),
			createdAt: committedAt,
		},
	}
}

/** The commit that the start of the execution asks for. */
function overrideOf({ execution, declaration }: ActionRun): string | undefined {
	return execution.overrides.find(
		({ actionName, revisionType }) => actionName === declaration.name && revisionType === 'COMMIT_ID',
	)?.revisionValue
}

type Ask = <Output>(operation: string, input?: object) => Promise<Output>

/** Calls CodeCommit under the action's role; a refusal fails the action. */
function asker(call: Call, role: RolePrincipal, repositoryName: string): Ask {
	return async <Output>(operation: string, input: object = {}) => {
		try {
			return await call.invoke<Output>(role, 'codecommit', operation, { repositoryName, ...input })
		} catch (error) {
			if (!(error instanceof AwsError)) throw error
			if (error.code === 'AccessDeniedException') {
				// https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html; what follows it is ours.
				const denied = `Could not access the CodeCommit repository ${repositoryName}. Make sure that the pipeline IAM role has sufficient permissions to access the repository.`
				throw new ActionFailure('PermissionError', `${denied} (${error.message})`)
			}
			// The wording is ours.
			const failed = `${operation} failed for the CodeCommit repository ${repositoryName}`
			throw new ActionFailure('ConfigurationError', `${failed}: ${error.code}: ${error.message}`)
		}
	}
}

async function tipOf(ask: Ask, branchName: string): Promise<string> {
	const { branch } = await ask<{ branch: { commitId: string } }>('GetBranch', { branchName })
	return branch.commitId
}

async function archive(ask: Ask, commitId: string): Promise<Uint8Array> {
	const { archive: zip, uploadId } = await ask<{ archive: Uint8Array; uploadId: string }>('UploadArchive', {
		commitId,
	})
	await ask('GetUploadArchiveStatus', { uploadId })
	return zip
}

/**
 * What CodeBuild clones from, history included. AWS documents no form of this
 * file; this one is ours.
 */
async function cloneReference(ask: Ask, branchName: string, commitId: string): Promise<Uint8Array> {
	const { repositoryMetadata } = await ask<{
		repositoryMetadata: { Arn: string; repositoryName: string; cloneUrlHttp: string }
	}>('GetRepository')
	const { Arn, repositoryName, cloneUrlHttp } = repositoryMetadata
	const reference = {
		provider: 'CodeCommit',
		repositoryArn: Arn,
		repositoryName,
		cloneUrlHttp,
		branchName,
		commitId,
	}
	return Buffer.from(JSON.stringify(reference))
}

/** `1484167798 -0800`, as GetCommit tells it, in epoch milliseconds. */
function momentOf({ date }: Person): number {
	return Number(date.split(' ')[0]) * 1000
}

function isoOf(at: number): string {
	return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}

function consoleUrl(region: string, path: string): string {
	return `https://${region}.console.aws.amazon.com/codesuite/codecommit/repositories/${path}?region=${region}`
}
