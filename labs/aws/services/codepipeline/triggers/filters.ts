import type {
	GitBranchFilterCriteria,
	GitConfiguration,
	GitFilePathFilterCriteria,
	GitPullRequestFilter,
	GitPushFilter,
} from '@aws-sdk/client-codepipeline'
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

function admitsFiles(criteria: GitFilePathFilterCriteria | undefined, files: ReadonlyArray<string>): boolean {
	return criteria === undefined || files.slice(0, FILES_AT_MOST).some((file) => admits(criteria, file))
}

function admitsPush({ tags, branches, filePaths }: GitPushFilter, event: Push | TagPush): boolean {
	if (event.kind === 'tag') return tags !== undefined && admits(tags, event.tag)
	if (tags !== undefined) return false
	return (branches === undefined || admits(branches, event.branch)) && admitsFiles(filePaths, event.files)
}

function admitsRequest({ events, branches, filePaths }: GitPullRequestFilter, event: PullRequest): boolean {
	if (events !== undefined && !events.includes(event.event)) return false
	return (branches === undefined || admits(branches, event.branch)) && admitsFiles(filePaths, event.files)
}

/** Whether a trigger starts its pipeline for an event. One without any filter starts for every push to a branch. */
export function admitsEvent({ push, pullRequest }: GitConfiguration, event: GitEvent): boolean {
	if (event.kind === 'pullRequest') {
		return pullRequest?.some((filter) => admitsRequest(filter, event)) ?? false
	}
	if (push === undefined) return pullRequest === undefined && event.kind === 'push'
	return push.some((filter) => admitsPush(filter, event))
}
