import type {
	BatchDeleteBuildsInput,
	BatchGetBuildsInput,
	ListBuildsForProjectInput,
	ListBuildsInput,
	StopBuildInput,
} from '@aws-sdk/client-codebuild'
import { type Call, operation } from '../../service.ts'
import { anyAccess, buildId, projectAccess, projectName } from './arns.ts'
import { buildAnswer } from './build-answer.ts'
import { invalidInput, notFound } from './codebuild-error.ts'
import { buildOrder, builds, projectBuilds, projects } from './collections.ts'
import { endBuild } from './end-build.ts'
import { filled, missing, pageOf } from './pages.ts'

const projectOf = (id: string) => buildId(id).split(':')[0] ?? ''
const onProjects =
	(name: string) =>
	({ ids = [] }: { ids?: Array<string> }, call: Call) =>
		[...new Set(ids.map(projectOf))].map((project) => projectAccess(call.scope, name, project))

export const batchGetBuilds = operation<BatchGetBuildsInput, object>({
	access: onProjects('BatchGetBuilds'),
	run({ ids = [] }, call) {
		const found = ids.map((id) => call.world.get(builds, call.scope, buildId(id)))
		return {
			...filled(
				'builds',
				found.flatMap((build) => (build ? [buildAnswer(call.scope, build)] : [])),
			),
			...missing('buildsNotFound', ids, found),
		}
	},
})

export const listBuilds = operation<ListBuildsInput, object>({
	access: () => anyAccess('ListBuilds'),
	run({ sortOrder = 'DESCENDING', ...paging }, call) {
		const { page, nextToken } = pageOf(call.world.list(buildOrder, call.scope), { sortOrder, ...paging })
		return {
			...filled(
				'ids',
				page.map(({ id }) => id),
			),
			nextToken,
		}
	},
})

export const listBuildsForProject = operation<ListBuildsForProjectInput, object>({
	access: ({ projectName: name = '' }, call) => projectAccess(call.scope, 'ListBuildsForProject', name),
	run({ projectName: nameOrArn = '', sortOrder = 'DESCENDING', ...paging }, call) {
		const name = projectName(nameOrArn)
		if (!call.world.get(projects, call.scope, name)) throw notFound('The provided project ARN does not exist')
		const all = call.world.list(projectBuilds, call.scope, { prefix: `${name}|` })
		const { page, nextToken } = pageOf(all, { sortOrder, ...paging })
		return {
			...filled(
				'ids',
				page.map(({ id }) => id),
			),
			nextToken,
		}
	},
})

export const stopBuild = operation<StopBuildInput, object>({
	access: ({ id = '' }, call) => projectAccess(call.scope, 'StopBuild', projectOf(id)),
	async run({ id = '' }, call) {
		const build = call.world.get(builds, call.scope, buildId(id))
		if (!build) throw notFound('Build not found')
		if (build.status !== 'IN_PROGRESS') return { build: buildAnswer(call.scope, build) }
		return { build: buildAnswer(call.scope, await endBuild(call, build, 'STOPPED')) }
	},
})

export const batchDeleteBuilds = operation<BatchDeleteBuildsInput, object>({
	access: onProjects('BatchDeleteBuilds'),
	run({ ids = [] }, call) {
		const buildsNotDeleted: Array<{ id: string; statusCode: string }> = []
		const buildsDeleted: Array<string> = []
		for (const one of ids) {
			const id = buildId(one)
			const build = call.world.get(builds, call.scope, id)
			if (!/^[^:]+:[0-9a-f-]{36}$/.test(id)) throw invalidInput('Invalid build ID provided')
			if (build?.status === 'IN_PROGRESS') {
				buildsNotDeleted.push({ id: one, statusCode: 'BUILD_IN_PROGRESS' })
				continue
			}
			if (build) forget(call, build)
			buildsDeleted.push(build?.arn ?? one)
		}
		return { ...filled('buildsDeleted', buildsDeleted), buildsNotDeleted }
	},
})

function forget(call: Call, { id, projectName: name }: { id: string; projectName: string }): void {
	call.world.delete(builds, call.scope, id)
	for (const [key, entry] of call.world.entries(projectBuilds, call.scope, { prefix: `${name}|` })) {
		if (entry.id === id) call.world.delete(projectBuilds, call.scope, key)
	}
	for (const [key, entry] of call.world.entries(buildOrder, call.scope)) {
		if (entry.id === id) call.world.delete(buildOrder, call.scope, key)
	}
}
