import type { RetryBuildInput, StartBuildInput } from '@aws-sdk/client-codebuild'
import { type Call, operation } from '../../service.ts'
import { requirePassRole } from '../iam/policies/pass-role.ts'
import { assumeServiceRole, RoleNotAssumable } from '../sts/service-roles.ts'
import { buildArn, buildId, projectAccess, projectArn } from './arns.ts'
import { buildAnswer } from './build-answer.ts'
import { invalidInput, overLimit } from './codebuild-error.ts'
import {
	type Build,
	buildOrder,
	builds,
	counters,
	type Project,
	projectBuilds,
	projects,
	running,
	tokens,
} from './collections.ts'
import { requireProject } from './projects.ts'

/** Builds of an account that go on at the same time; AWS's first quota for small Linux containers is 60. */
const BUILDS_AT_ONCE = 60
const TOKEN_MS = 5 * 60 * 1000
const NUMBER_DIGITS = 15

/** The session in which a build works: its project's role, named after the build. */
export function buildRole(
	call: Call,
	{ serviceRole, uuid, projectName }: Pick<Build, 'serviceRole' | 'uuid' | 'projectName'>,
) {
	const source = { arn: projectArn(call.scope, projectName), account: call.scope.account }
	return assumeServiceRole(call, serviceRole, 'codebuild.amazonaws.com', `AWSCodeBuild-${uuid}`, source)
}

export const startBuild = operation<StartBuildInput, object>({
	access: ({ projectName = '' }, call) => projectAccess(call.scope, 'StartBuild', projectName),
	run: (input, call) => ({ build: buildAnswer(call.scope, start(input, call)) }),
})

/** Starts a build anew, with the overrides of the one that was. */
export const retryBuild = operation<RetryBuildInput, object>({
	access: ({ id = '' }, call) => projectAccess(call.scope, 'RetryBuild', buildId(id).split(':')[0] ?? ''),
	run({ id = '' }, call) {
		const before = call.world.get(builds, call.scope, buildId(id))
		if (!before) throw invalidInput('Invalid build ID provided')
		if (before.status === 'IN_PROGRESS')
			throw invalidInput('Build is still in progress and cannot be retried')
		const { idempotencyToken: _, ...input } = before.input
		return { build: buildAnswer(call.scope, start(input, call)) }
	},
})

function start(input: StartBuildInput, call: Call): Build {
	const project = requireProject(call, input.projectName ?? '')
	const known = alreadyBegun(input, call)
	if (known) return known
	assertRoom(project, call)
	if (input.serviceRoleOverride) requirePassRole(call, input.serviceRoleOverride, 'codebuild.amazonaws.com')
	const build = newBuild(project, input, call)
	assertRole(build, call)
	assertSource(build)
	call.world.put(builds, call.scope, build.id, build)
	call.world.put(projects, call.scope, project.name, { ...project, builds: build.number })
	call.world.put(running, call.scope, `${project.name}|${build.uuid}`, { id: build.id })
	const count = (call.world.get(counters, call.scope, 'builds')?.count ?? 0) + 1
	call.world.put(counters, call.scope, 'builds', { count })
	call.world.put(buildOrder, call.scope, padded(count), { id: build.id, projectName: project.name })
	call.world.put(projectBuilds, call.scope, `${project.name}|${padded(build.number)}`, { id: build.id })
	if (input.idempotencyToken) {
		const token = { id: build.id, input: JSON.stringify(input), at: call.now }
		call.world.put(tokens, call.scope, input.idempotencyToken, token)
	}
	call.schedule(call.now, `begin|${build.id}`)
	return build
}

const padded = (number: number) => String(number).padStart(NUMBER_DIGITS, '0')

function alreadyBegun(input: StartBuildInput, call: Call): Readonly<Build> | undefined {
	const { idempotencyToken = '' } = input
	const token = idempotencyToken && call.world.get(tokens, call.scope, idempotencyToken)
	if (!token || token.at + TOKEN_MS <= call.now) return
	if (token.input !== JSON.stringify(input))
		// The wording is ours.
		throw invalidInput('The idempotency token was used with other parameters')
	return call.world.get(builds, call.scope, token.id)
}

function assertRoom({ name, concurrentBuildLimit }: Readonly<Project>, call: Call): void {
	const own = call.world.list(running, call.scope, { prefix: `${name}|` }).length
	if (concurrentBuildLimit !== undefined && own >= concurrentBuildLimit)
		throw overLimit(`Cannot have more than ${concurrentBuildLimit} active builds for the project`)
	if (call.world.list(running, call.scope, { limit: BUILDS_AT_ONCE }).length >= BUILDS_AT_ONCE)
		throw overLimit(`Cannot have more than ${BUILDS_AT_ONCE} builds in queue for the account`)
}

function assertRole(build: Build, call: Call): void {
	try {
		buildRole(call, build)
	} catch (error) {
		if (!(error instanceof RoleNotAssumable)) throw error
		throw invalidInput(
			'CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: 1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, and 3) The role has the necessary trust policy configured.',
		)
	}
}

/** What of a source could only fail later. */
function assertSource({ source, sourceVersion, artifacts }: Build): void {
	const { type } = source
	if (type === 'CODEPIPELINE' && !sourceVersion?.startsWith('arn:aws:s3:::'))
		// The wording is ours: AWS's is not known.
		throw invalidInput(
			'A project with source type CODEPIPELINE is built by its pipeline; override the source to build it alone',
		)
	if (type === 'CODEPIPELINE' && artifacts.type !== 'CODEPIPELINE')
		throw invalidInput('When source type is CODEPIPELINE, artifacts type must be CODEPIPELINE too')
	if (!['CODEPIPELINE', 'S3', 'NO_SOURCE'].includes(type ?? ''))
		throw invalidInput(`Sources of type ${type} are not emulated yet: S3, CODEPIPELINE and NO_SOURCE are`)
}

function newBuild(project: Readonly<Project>, input: StartBuildInput, call: Call): Build {
	const uuid = call.ids.uuid()
	const id = `${project.name}:${uuid}`
	const { environment } = project
	const given = project.source
	const type = input.sourceTypeOverride ?? given?.type
	const location = input.sourceLocationOverride ?? given?.location
	const buildspec = input.buildspecOverride ?? given?.buildspec
	const sourceVersion = input.sourceVersion ?? project.sourceVersion
	const { serviceRole = '', timeoutInMinutes = 60, queuedTimeoutInMinutes = 480 } = project
	return {
		id,
		arn: buildArn(call.scope, id),
		uuid,
		number: project.builds + 1,
		projectName: project.name,
		status: 'IN_PROGRESS',
		startedAt: call.now,
		initiator: initiatorOf(call),
		input,
		serviceRole: input.serviceRoleOverride ?? serviceRole,
		...(sourceVersion && { sourceVersion }),
		source: {
			insecureSsl: false,
			...given,
			type,
			...(location !== undefined && { location }),
			...(buildspec !== undefined && { buildspec }),
		},
		secondarySources: input.secondarySourcesOverride ?? project.secondarySources ?? [],
		artifacts: input.artifactsOverride ?? project.artifacts ?? { type: 'NO_ARTIFACTS' },
		secondaryArtifacts: input.secondaryArtifactsOverride ?? project.secondaryArtifacts ?? [],
		environment: {
			type: input.environmentTypeOverride ?? environment?.type,
			image: input.imageOverride ?? environment?.image,
			computeType: input.computeTypeOverride ?? environment?.computeType,
			privilegedMode: input.privilegedModeOverride ?? environment?.privilegedMode ?? false,
			imagePullCredentialsType: environment?.imagePullCredentialsType ?? 'CODEBUILD',
			environmentVariables: overridden(environment?.environmentVariables, input.environmentVariablesOverride),
		},
		timeoutInMinutes: input.timeoutInMinutesOverride ?? timeoutInMinutes,
		queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride ?? queuedTimeoutInMinutes,
		...((input.encryptionKeyOverride ?? project.encryptionKey) && {
			encryptionKey: input.encryptionKeyOverride ?? project.encryptionKey,
		}),
		...logsOf(input.logsConfigOverride ?? project.logsConfig, project.name, uuid),
		phases: [{ type: 'SUBMITTED', startedAt: call.now }],
		exported: [],
		locations: {},
		reportArns: [],
	}
}

/** Where the log goes: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CloudWatchLogsConfig.html */
function logsOf(config: Project['logsConfig'], project: string, uuid: string): Pick<Build, 'logs'> {
	const { status = 'ENABLED', groupName, streamName } = config?.cloudWatchLogs ?? {}
	if (status === 'DISABLED') return {}
	return {
		logs: {
			group: groupName || `/aws/codebuild/${project}`,
			stream: streamName ? `${streamName}/${uuid}` : uuid,
		},
	}
}

type Variables = StartBuildInput['environmentVariablesOverride']

/** Those of the start take the place of the project's of the same name. */
function overridden(own: Variables = [], wanted: Variables = []) {
	const names = new Set(wanted.map(({ name }) => name))
	return [...own.filter(({ name }) => !names.has(name)), ...wanted]
}

/** Who began it: `codepipeline/<pipeline>`, a user's name, or a role with its session. */
function initiatorOf({ principal }: Call): string {
	if (principal.type === 'role' && principal.invokedFor) return `codepipeline/${principal.invokedFor}`
	return principal.arn.replace(/^arn:aws:(iam|sts)::\d+:(user\/(.*\/)?)?/, '')
}
