import type {
	BatchGetProjectsInput,
	CreateProjectInput,
	DeleteProjectInput,
	ListProjectsInput,
	UpdateProjectInput,
} from '@aws-sdk/client-codebuild'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { requirePassRole } from '../iam/policies/pass-role.ts'
import { anyAccess, projectAccess, projectArn, projectName } from './arns.ts'
import { invalidInput, overLimit } from './codebuild-error.ts'
import { type Project, projects } from './collections.ts'
import { filled, missing, pageOf } from './pages.ts'

/** https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const PROJECTS_AT_MOST = 5_000
const SERVICE = 'codebuild.amazonaws.com'

/** A project as CodeBuild answers it. */
export function projectAnswer(
	scope: Scope,
	{ createdAt, modifiedAt, builds: _, ...project }: Readonly<Project>,
) {
	return {
		timeoutInMinutes: 60,
		queuedTimeoutInMinutes: 480,
		encryptionKey: `arn:aws:kms:${scope.region}:${scope.account}:alias/aws/s3`,
		cache: { type: 'NO_CACHE' },
		badge: { badgeEnabled: false },
		...project,
		environment: {
			environmentVariables: [],
			privilegedMode: false,
			imagePullCredentialsType: 'CODEBUILD',
			...project.environment,
		},
		arn: projectArn(scope, project.name),
		created: new Date(createdAt),
		lastModified: new Date(modifiedAt),
	}
}

/** What no model says of a project. */
function assertSound({
	source,
	artifacts,
	secondaryArtifacts = [],
	environment,
}: Partial<CreateProjectInput>): void {
	if (source?.type === 'NO_SOURCE' && !source.buildspec?.trim())
		// The wording is ours.
		throw invalidInput('A buildspec is required for a project with source type NO_SOURCE')
	if (source?.type !== undefined && !['CODEPIPELINE', 'NO_SOURCE'].includes(source.type) && !source.location)
		throw invalidInput(`Project source location cannot be empty`)
	if (source?.type === 'S3' && !source.location?.includes('/'))
		throw invalidInput('Invalid project source: location must be a valid S3 source')
	for (const one of [artifacts, ...secondaryArtifacts]) {
		if (one?.type === 'S3' && !one.location)
			throw invalidInput('Invalid artifacts: location must not be empty for S3 artifacts')
		if (one?.encryptionDisabled && one.type !== 'S3')
			throw invalidInput('Invalid artifacts: encryptionDisabled is only valid for artifacts of type S3')
	}
	if ((source?.type === 'CODEPIPELINE') !== (artifacts?.type === 'CODEPIPELINE') && source && artifacts)
		throw invalidInput(
			'Invalid artifacts: when source type is CODEPIPELINE, artifacts type must be CODEPIPELINE too',
		)
	const names = (environment?.environmentVariables ?? []).map(({ name }) => name)
	const reserved = names.find((name) => name?.startsWith('CODEBUILD_'))
	if (reserved) throw invalidInput(`Environment variable name must not start with CODEBUILD_: ${reserved}`)
}

export const createProject = operation<CreateProjectInput, object>({
	access: ({ name = '' }, call) => projectAccess(call.scope, 'CreateProject', name),
	run(input, call) {
		const { name = '', serviceRole = '' } = input
		if (call.world.get(projects, call.scope, name))
			throw new AwsError(
				'ResourceAlreadyExistsException',
				`Project already exists: ${projectArn(call.scope, name)}`,
			)
		if (call.world.list(projects, call.scope, { limit: PROJECTS_AT_MOST }).length >= PROJECTS_AT_MOST)
			throw overLimit(`Cannot have more than ${PROJECTS_AT_MOST} projects for the account`)
		assertSound(input)
		requirePassRole(call, serviceRole, SERVICE)
		const project = { ...input, name, createdAt: call.now, modifiedAt: call.now, builds: 0 }
		return { project: projectAnswer(call.scope, call.world.put(projects, call.scope, name, project)) }
	},
})

export const updateProject = operation<UpdateProjectInput, object>({
	access: ({ name = '' }, call) => projectAccess(call.scope, 'UpdateProject', name),
	run(input, call) {
		const project = requireProject(call, input.name ?? '')
		const changed = { ...project, ...input, name: project.name, modifiedAt: call.now }
		assertSound(changed)
		if (input.serviceRole) requirePassRole(call, input.serviceRole, SERVICE)
		return { project: projectAnswer(call.scope, call.world.put(projects, call.scope, project.name, changed)) }
	},
})

/** Deleting what is not there succeeds. Its builds stay. */
export const deleteProject = operation<DeleteProjectInput, object>({
	access: ({ name = '' }, call) => projectAccess(call.scope, 'DeleteProject', name),
	run({ name = '' }, call) {
		call.world.delete(projects, call.scope, projectName(name))
		return {}
	},
})

export const batchGetProjects = operation<BatchGetProjectsInput, object>({
	access: ({ names = [] }, call) => names.map((name) => projectAccess(call.scope, 'BatchGetProjects', name)),
	run({ names = [] }, call) {
		const found = names.map((name) => call.world.get(projects, call.scope, projectName(name)))
		return {
			...filled(
				'projects',
				found.flatMap((project) => (project ? [projectAnswer(call.scope, project)] : [])),
			),
			...missing('projectsNotFound', names, found),
		}
	},
})

export const listProjects = operation<ListProjectsInput, object>({
	access: () => anyAccess('ListProjects'),
	run({ sortBy = 'NAME', ...paging }, call) {
		const all = call.world.list(projects, call.scope)
		const time = { CREATED_TIME: 'createdAt', LAST_MODIFIED_TIME: 'modifiedAt' } as const
		if (sortBy !== 'NAME') all.sort((a, b) => a[time[sortBy]] - b[time[sortBy]])
		const { page, nextToken } = pageOf(all, paging)
		return {
			...filled(
				'projects',
				page.map(({ name }) => name),
			),
			nextToken,
		}
	},
})

export function requireProject(call: Call, nameOrArn: string): Readonly<Project> {
	const name = projectName(nameOrArn)
	const project = call.world.get(projects, call.scope, name)
	if (project) return project
	throw new AwsError('ResourceNotFoundException', `Project cannot be found: ${projectArn(call.scope, name)}`)
}
