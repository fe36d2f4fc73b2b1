import { AwsError } from '../../../aws-error.ts'
import { awsService } from '../../../identity/principal.ts'
import type { Call, Notice } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { type Repository, repositories } from '../../codecommit/collections.ts'
import { type Commit, findCommit } from '../../codecommit/git/commits.ts'
import { diffTrees, TooManyPaths } from '../../codecommit/git/diff-trees.ts'
import { EMPTY_TREE } from '../../codecommit/git/trees.ts'
import { baseOf } from '../../codecommit/pull-requests/source-updates.ts'
import { objectsOf } from '../../codecommit/repositories/find.ts'
import type { GitEvent } from '../../codepipeline/triggers/git-event.ts'
import { installations } from '../collections.ts'
import { hostOfScope } from './provider.ts'
import { fullRepositoryIdOf } from './repository-name.ts'

// A provider tells the connections that lead to it what happens in its
// repositories: each step is one event, told to every pipeline that may start by it.

/** A reference that moved, or a pull request, as a step knows it. */
type Happened =
	| { kind: 'reference'; repositoryName: string; name: string; before?: string; after: string }
	| {
			kind: 'pullRequest'
			repositoryName: string
			event: 'OPEN' | 'UPDATED' | 'CLOSED'
			destination: string
			commitId: string
	  }

interface Moved {
	repositoryName: string
	changes: ReadonlyArray<{ name: string; before?: string; after?: string }>
}

/** Hears that references moved; those of providers' repositories are told. What is deleted starts nothing. */
export function noticeReferences({ input }: Notice, call: Call): void {
	if (hostOfScope(call.scope) === undefined) return
	const { repositoryName, changes } = input as Moved
	for (const { name, before, after } of changes) {
		if (after === undefined) continue
		later(call, { kind: 'reference', repositoryName, name, ...(before && { before }), after })
	}
}

interface Told {
	pullRequest?: {
		pullRequestStatus?: string
		pullRequestTargets?: ReadonlyArray<{
			repositoryName?: string
			destinationReference?: string
			sourceCommit?: string
		}>
	}
}

/** Hears of pull requests of providers' repositories: opened, followed its branch, closed or merged. */
export function noticePullRequest(event: 'OPEN' | 'UPDATED' | 'CLOSED') {
	return ({ input, output }: Notice, call: Call): void => {
		if (hostOfScope(call.scope) === undefined) return
		const { pullRequest } = (output ?? input) as Told
		if (event === 'CLOSED' && pullRequest?.pullRequestStatus !== 'CLOSED') return
		const [target] = pullRequest?.pullRequestTargets ?? []
		const { repositoryName, destinationReference: destination, sourceCommit: commitId } = target ?? {}
		if (!repositoryName || !destination || !commitId) return
		later(call, { kind: 'pullRequest', repositoryName, event, destination, commitId })
	}
}

function later(call: Call, happened: Happened): void {
	call.schedule(call.now, JSON.stringify(happened))
}

/** Tells what happened to whoever is connected. */
export async function tellConnections(subject: string, call: Call): Promise<void> {
	const host = hostOfScope(call.scope)
	const happened = JSON.parse(subject) as Happened
	const repository = call.world.get(repositories, call.scope, happened.repositoryName)
	if (host === undefined || !repository) return
	const connected = call.world.list(installations, WORLD_SCOPE, { prefix: `${host}|` })
	if (connected.length === 0) return
	const event = await eventOf(call, repository, happened)
	if (!event) return
	const fullRepositoryId = fullRepositoryIdOf(repository.name)
	for (const { arn: connectionArn, ...scope } of connected) {
		const input = { repository: { connectionArn, fullRepositoryId }, event }
		await call.invoke(awsService('codeconnections'), 'codepipeline', 'DeliverGitEvent', input, scope)
	}
}

async function eventOf(
	call: Call,
	repository: Readonly<Repository>,
	happened: Happened,
): Promise<GitEvent | undefined> {
	const objects = objectsOf(call, repository)
	if (happened.kind === 'pullRequest') {
		const { event, destination, commitId } = happened
		const base = await baseOf(call, repository, commitId, destination)
		const files = await filesBetween(call, repository, base, commitId)
		return { kind: 'pullRequest', event, branch: short(destination), files, commitId }
	}
	const { name, before, after } = happened
	if (name.startsWith('refs/tags/')) {
		const commit = await findCommit(objects, after)
		return commit && { kind: 'tag', tag: short(name), commitId: commit.id }
	}
	if (!name.startsWith('refs/heads/')) return
	const files = await filesBetween(
		call,
		repository,
		before ?? (await parting(call, repository, name, after)),
		after,
	)
	return { kind: 'push', branch: short(name), files, commitId: after }
}

/** Where a new branch left the default one; undefined when it is that one. */
async function parting(call: Call, repository: Readonly<Repository>, name: string, commit: string) {
	const first = `refs/heads/${repository.defaultBranch ?? ''}`
	return name === first ? undefined : baseOf(call, repository, commit, first)
}

/** Paths that differ between two commits; all of the second's when there is no first. */
async function filesBetween(
	call: Call,
	repository: Readonly<Repository>,
	before: string | undefined,
	after: string,
): Promise<Array<string>> {
	const objects = objectsOf(call, repository)
	const treeOf = async (id: string | undefined): Promise<Commit['tree']> =>
		(id === undefined ? undefined : await findCommit(objects, id))?.commit.tree ?? EMPTY_TREE
	try {
		const changes = await diffTrees(objects, await treeOf(before), await treeOf(after))
		return changes.map(({ path }) => path)
	} catch (error) {
		// A change that is too large to be compared is one of no known file.
		if (error instanceof TooManyPaths || error instanceof AwsError) return []
		throw error
	}
}

function short(reference: string): string {
	return reference.replace(/^refs\/(heads|tags)\//, '')
}
