import type {
	GitBranchFilterCriteria,
	GitConfiguration,
	GitFilePathFilterCriteria,
	GitPullRequestFilter,
	GitPushFilter,
} from '@aws-sdk/client-codepipeline'
import { Pacer } from '../../../world/pacer.ts'
import type { GitEvent, PullRequest, Push, TagPush } from './git-event.ts'
import { matchesPath } from './path-glob.ts'

// Which events a trigger lets through: user guide, pipelines-filter. Filters are
// alternatives; inside one, branches and file paths must both fit; what is
// excluded is out, whatever includes it.

/** Files of one change that AWS looks at. */
const FILES_AT_MOST = 100

type Criteria = Pick<GitBranchFilterCriteria, 'includes' | 'excludes'>

function admits({ includes, excludes = [] }: Criteria, name: string): boolean {
	if (excludes.some((pattern) => matchesPath(pattern, name))) return false
	return includes === undefined || includes.some((pattern) => matchesPath(pattern, name))
}

async function admitsFiles(
	criteria: GitFilePathFilterCriteria | undefined,
	files: ReadonlyArray<string>,
): Promise<boolean> {
	if (criteria === undefined) return true
	const pacer = new Pacer()
	for (const file of files.slice(0, FILES_AT_MOST)) {
		if (admits(criteria, file)) return true
		await pacer.pause()
	}
	return false
}

async function admitsPush(
	{ tags, branches, filePaths }: GitPushFilter,
	event: Push | TagPush,
): Promise<boolean> {
	if (event.kind === 'tag') return tags !== undefined && admits(tags, event.tag)
	if (tags !== undefined) return false
	if (branches !== undefined && !admits(branches, event.branch)) return false
	return admitsFiles(filePaths, event.files)
}

async function admitsRequest(
	{ events, branches, filePaths }: GitPullRequestFilter,
	event: PullRequest,
): Promise<boolean> {
	if (events !== undefined && !events.includes(event.event)) return false
	if (branches !== undefined && !admits(branches, event.branch)) return false
	return admitsFiles(filePaths, event.files)
}

/** Whether a trigger starts its pipeline for an event. One without any filter starts for every push to a branch. */
export async function admitsEvent(
	{ push, pullRequest }: GitConfiguration,
	event: GitEvent,
): Promise<boolean> {
	if (event.kind === 'pullRequest') {
		for (const filter of pullRequest ?? []) if (await admitsRequest(filter, event)) return true
		return false
	}
	if (push === undefined) return pullRequest === undefined && event.kind === 'push'
	for (const filter of push) if (await admitsPush(filter, event)) return true
	return false
}
