import type { Call } from '../../service.ts'
import { RoleNotAssumable } from '../sts/service-roles.ts'
import { openBuildLog } from './build-log.ts'
import type { BuildRequest } from './build-work.ts'
import { type Buildspec, BuildspecError, parseBuildspec } from './buildspec.ts'
import { type Build, builds, type Phase } from './collections.ts'
import { DownloadFailure } from './download-failure.ts'
import { endBuild } from './end-build.ts'
import { buildEnvironment } from './environment.ts'
import { downloadSources, readBuildspec, type Source } from './sources.ts'
import { buildRole } from './start-build.ts'

/** What the build host is asked for. */
export const BUILD_WORK = 'build'

const NOTHING = { statusCode: '', message: '' }

/** Fetches the source, reads the buildspec and the variables, and hands the rest to the build host. */
export async function beginBuild(call: Call, id: string): Promise<void> {
	const build = call.world.get(builds, call.scope, id)
	if (build?.status !== 'IN_PROGRESS') return
	const done = { status: 'SUCCEEDED', startedAt: call.now, endedAt: call.now } as const
	const refused = await openBuildLog(call, build)
	if (refused !== undefined) return endUnlogged(call, build, refused)
	const before: Array<Phase> = [
		{ ...done, type: 'SUBMITTED', startedAt: build.startedAt },
		{ ...done, type: 'QUEUED' },
		{ ...done, type: 'PROVISIONING', context: NOTHING },
	]
	try {
		const request = await call.world.attempt(() => prepare(call, build))
		const download: Phase = { ...done, type: 'DOWNLOAD_SOURCE', context: NOTHING }
		const phases = [...before, download, { type: 'INSTALL', startedAt: call.now }]
		call.world.put(builds, call.scope, id, { ...build, phases })
		call.requestWork(BUILD_WORK, id, JSON.parse(JSON.stringify(request)))
	} catch (error) {
		const context = failureOf(error)
		const download: Phase = { ...done, type: 'DOWNLOAD_SOURCE', status: 'FAILED', context }
		await endBuild(call, { ...build, phases: [...before, download] }, 'FAILED')
	}
}

/** A build whose role may not write its log ends before anything of it begins. */
async function endUnlogged(call: Call, build: Readonly<Build>, message: string): Promise<void> {
	const phases: Array<Phase> = [
		{ type: 'SUBMITTED', status: 'SUCCEEDED', startedAt: build.startedAt, endedAt: call.now },
		{
			...{ type: 'QUEUED', status: 'FAILED', startedAt: call.now, endedAt: call.now },
			context: { statusCode: 'ACCESS_DENIED', message },
		},
	]
	await endBuild(call, { ...build, phases }, 'FAILED')
}

function failureOf(error: unknown) {
	if (error instanceof DownloadFailure) return { statusCode: error.statusCode, message: error.message }
	if (error instanceof BuildspecError) return { statusCode: 'YAML_FILE_ERROR', message: error.message }
	if (error instanceof RoleNotAssumable)
		return {
			statusCode: 'CLIENT_ERROR',
			message: `CodeBuild is not authorized to perform: sts:AssumeRole on ${error.roleArn}`,
		}
	throw error
}

async function prepare(call: Call, build: Readonly<Build>) {
	const role = buildRole(call, build)
	const sources = await downloadSources(call, build, role)
	const { text, location } = await readBuildspec(build, sources)
	const spec = parseBuildspec(text)
	const { values, secrets, secretNames } = await buildEnvironment(call, build, role, spec, sources)
	return {
		sources: sources.map(({ directory, blob }) => ({ directory, ...(blob && { blob }) })),
		cwd: sources[0]?.directory ?? '/codebuild',
		env: values,
		isPrivileged: build.environment.privilegedMode === true,
		header: headerOf(build, spec, sources, location),
		secrets,
		keepsState: spec.version === 0.2,
		phases: allPhases(spec),
		// Neither AWS's own nor secrets are exported.
		exportedVariables: spec.exportedVariables.filter(
			(name) => !name.startsWith('AWS_') && !secretNames.has(name),
		),
		artifacts: spec.artifacts.filter(({ id }) => isWanted(build, id)),
		reports: spec.reports,
		startsAt: call.now,
		timeoutMs: build.timeoutInMinutes * 60_000,
		seed: build.id,
	} satisfies BuildRequest
}

/** Every phase happens, also one without commands. */
function allPhases({ phases }: Buildspec): BuildRequest['phases'] {
	return (['INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD'] as const).map(
		(type) =>
			phases.find((phase) => phase.type === type) ?? { type, commands: [], finally: [], onFailure: {} },
	)
}

function isWanted({ artifacts, secondaryArtifacts }: Readonly<Build>, id: string): boolean {
	if (id === '') return artifacts.type !== 'NO_ARTIFACTS'
	return secondaryArtifacts.some(({ artifactIdentifier }) => artifactIdentifier === id)
}

function headerOf(build: Readonly<Build>, spec: Buildspec, sources: ReadonlyArray<Source>, location: string) {
	const [primary, ...others] = sources
	const runtimes = spec.runtimes.map(
		([name, version]) => `Selecting '${name}' runtime version '${version}' based on manual selections...`,
	)
	const named = spec.phases.filter(({ commands }) => commands.length > 0)
	return [
		'Running on CodeBuild On-demand',
		'Waiting for agent ping',
		'Waiting for DOWNLOAD_SOURCE',
		'Phase is DOWNLOAD_SOURCE',
		`CODEBUILD_SRC_DIR=${primary?.directory}`,
		...others.map(({ identifier, directory }) => `CODEBUILD_SRC_DIR_${identifier}=${directory}`),
		`YAML location is ${location}`,
		...(build.source.type === 'NO_SOURCE'
			? []
			: ['Setting HTTP client timeout to higher timeout for S3 source']),
		'Processing environment variables',
		...(runtimes.length > 0 ? runtimes : ['No runtime version selected in buildspec.']),
		`Moving to directory ${primary?.directory}`,
		'Registering with agent',
		`Phases found in YAML: ${named.length}`,
		...named.map(({ type, commands }) => ` ${type}: ${commands.length} commands`),
		'Phase complete: DOWNLOAD_SOURCE State: SUCCEEDED',
		'Phase context status code:  Message: ',
	]
}
