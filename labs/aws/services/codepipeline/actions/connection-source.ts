import { AwsError } from '../../../aws-error.ts'
import { ActionFailure, type ActionProvider, type ActionRun, type Progress, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'
import { putSourceArtifact } from './source-artifact.ts'

// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html

/** Virtual time that fetching takes, milliseconds. */
const TAKES = 2_000
const FORMATS = new Set(['CODE_ZIP', 'CODEBUILD_CLONE_REF'])

/** Takes the tip of a branch behind a connection, or the commit that the start names, as a zip or as a reference to clone. */
export const connectionSource: ActionProvider = {
	start: ({ call }) => ({ state: 'pending', until: call.now + TAKES }),
	resume: (run) => settleFailure(() => fetchCommit(run)),
	entityUrl: ({ ConnectionArn = '', FullRepositoryId = '', BranchName = '' }, region) =>
		redirectUrl(region, ConnectionArn, {
			referenceType: 'BRANCH',
			FullRepositoryId,
			Branch: BranchName,
		}),
}

interface FoundCommit {
	ProviderType: string
	Commit: { commitId: string; message: string; author: { date: string } }
}

async function fetchCommit(run: ActionRun): Promise<Progress> {
	const { call, attempt, declaration } = run
	const { ConnectionArn = '', FullRepositoryId = '', BranchName = '' } = attempt.configuration
	const { OutputArtifactFormat = 'CODE_ZIP' } = attempt.configuration
	if (!FORMATS.has(OutputArtifactFormat)) {
		// The wording is ours.
		throw new ActionFailure('ConfigurationError', `Unknown OutputArtifactFormat: ${OutputArtifactFormat}`)
	}
	const CommitId = overrideOf(run)
	const place = { ConnectionArn, FullRepositoryId, BranchName }
	const { ProviderType, Commit } = await ask<FoundCommit>(run, 'ListBranchCommits', {
		...place,
		...(CommitId !== undefined && { CommitId }),
	})
	const { commitId, message, author } = Commit
	const output =
		OutputArtifactFormat === 'CODEBUILD_CLONE_REF'
			? await putSourceArtifact(run, reference(place, commitId), 'application/json')
			: await putSourceArtifact(run, await archive(run, { ...place, CommitId: commitId }), 'application/zip')
	const authoredAt = Number(author.date.split(' ')[0]) * 1000
	const { region } = call.scope
	// Both seen of AWS: the summary is JSON in a text.
	const summary = JSON.stringify({ ProviderType, CommitMessage: message })
	const revisionUrl = redirectUrl(region, ConnectionArn, {
		referenceType: 'COMMIT',
		FullRepositoryId,
		Commit: commitId,
	})
	return {
		state: 'settled',
		status: 'Succeeded',
		summary,
		externalExecutionId: commitId,
		externalExecutionUrl: revisionUrl,
		outputs: [output],
		outputVariables: {
			AuthorDate: new Date(authoredAt).toISOString().replace(/\.\d+Z$/, 'Z'),
			BranchName,
			CommitId: commitId,
			CommitMessage: message,
			ConnectionArn,
			FullRepositoryName: FullRepositoryId,
			ProviderType,
		},
		revision: {
			actionName: declaration.name ?? '',
			name: output.name,
			revisionId: commitId,
			revisionChangeIdentifier: commitId,
			revisionSummary: summary,
			revisionUrl,
			createdAt: authoredAt,
		},
	}
}

/** The commit that the start of the execution asks for, as a trigger does. */
function overrideOf({ execution, declaration }: ActionRun): string | undefined {
	return execution.overrides.find(
		({ actionName, revisionType }) => actionName === declaration.name && revisionType === 'COMMIT_ID',
	)?.revisionValue
}

async function archive(run: ActionRun, input: object): Promise<Uint8Array> {
	const { archive: zip } = await ask<{ archive: Uint8Array }>(run, 'StartUploadArchiveToS3', input)
	return zip
}

/**
 * What CodeBuild clones from. AWS documents no form of this file; this one is ours.
 */
function reference(place: Readonly<Record<string, string>>, commitId: string): Uint8Array {
	const { ConnectionArn, FullRepositoryId, BranchName } = place
	return Buffer.from(
		JSON.stringify({
			provider: 'CodeConnections',
			connectionArn: ConnectionArn,
			fullRepositoryId: FullRepositoryId,
			branchName: BranchName,
			commitId,
		}),
	)
}

/** Asks the provider through the connection, under the action's role; a refusal fails the action. */
async function ask<Output>(run: ActionRun, operation: string, input: object): Promise<Output> {
	const { call, attempt } = run
	const { ConnectionArn = '' } = attempt.configuration
	try {
		return await call.invoke<Output>(actionRole(run), 'codeconnections', operation, input)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'AccessDeniedException') {
			// Reported by AWS's users; what follows it is ours.
			const denied = `Unable to use Connection: ${ConnectionArn}. The provided role does not have sufficient permissions.`
			throw new ActionFailure('PermissionError', `${denied} (${error.message})`)
		}
		throw new ActionFailure('ConfigurationError', error.message)
	}
}

/** Seen of AWS: where the console leads to what is at the provider. */
function redirectUrl(region: string, connectionArn: string, more: Readonly<Record<string, string>>): string {
	const query = Object.entries({ connectionArn, ...more }).map(([key, value]) => `${key}=${value}`)
	const base = `https://${region}.console.aws.amazon.com/codesuite/settings/connections/redirect`
	return `${base}?${query.join('&')}`
}
