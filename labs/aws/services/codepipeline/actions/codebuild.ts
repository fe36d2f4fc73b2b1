import type { Build, EnvironmentVariable, StartBuildInput } from '@aws-sdk/client-codebuild'
import { z } from 'zod'
import { AwsError } from '../../../aws-error.ts'
import { artifactBucket, newArtifactKey } from '../artifacts/artifacts.ts'
import type { ActionRun, Pending, Progress, Settled } from './action.ts'
import { ActionFailure, type ActionProvider, failed, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html */
const environmentVariables = z.array(
	z.object({
		name: z.string(),
		value: z.string(),
		type: z.enum(['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER']).optional(),
	}),
)

/** Has a project of CodeBuild build or test the input artifacts. */
export const codeBuild: ActionProvider = {
	start: (run) => settleFailure(() => begin(run)),
	resume: (run) => settleFailure(() => look(run)),
	entityUrl: ({ ProjectName = '' }, region) =>
		`https://console.aws.amazon.com/codebuild/home?region=${region}#/projects/${ProjectName}/view`,
}

async function begin(run: ActionRun): Promise<Progress> {
	const { call } = run
	const role = { ...actionRole(run), invokedFor: run.structure.name ?? '' }
	if (run.attempt.configuration.BatchEnabled === 'true')
		// The wording is ours.
		return failed('ConfigurationError', 'Batch builds are not emulated yet: leave BatchEnabled out')
	try {
		const { build } = await call.invoke<{ build: Build }>(role, 'codebuild', 'StartBuild', startInput(run))
		return pending(build.id ?? '', call.scope.region)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		const { code, message, status } = error
		if (code.startsWith('AccessDenied'))
			return failed('PermissionError', `Error calling startBuild: ${message}`)
		return failed(
			'ConfigurationError',
			`Error calling startBuild: ${message} (Service: AWSCodeBuild; Status Code: ${status}; Error Code: ${code}; Request ID: ${call.requestId}; Proxy: null)`,
		)
	}
}

function pending(id: string, region: string): Pending {
	return {
		state: 'pending',
		awaits: { service: 'codebuild', id },
		externalExecutionId: id,
		externalExecutionUrl: `https://console.aws.amazon.com/codebuild/home?region=${region}#/builds/${id}/view/new`,
	}
}

function startInput(run: ActionRun): StartBuildInput {
	const { call, attempt, declaration, structure } = run
	const { ProjectName, PrimarySource, EnvironmentVariables, BuildspecOverride } = attempt.configuration
	const inputs = (declaration.inputArtifacts ?? []).map(({ name }, index) => {
		const { bucket = '', key = '' } = attempt.inputs[index] ?? {}
		return { name: name ?? '', location: `arn:aws:s3:::${bucket}/${key}` }
	})
	const primary = inputs.find(({ name }) => name === PrimarySource) ?? inputs[0]
	if (inputs.length > 1 && primary?.name !== PrimarySource)
		throw new ActionFailure(
			'ConfigurationError',
			`The primary source ${PrimarySource} is not an input artifact of the action`,
		)
	const secondary = inputs.filter((input) => input !== primary)
	const bucket = artifactBucket(structure, call.scope.region)
	const outputs = (declaration.outputArtifacts ?? []).map(({ name = '' }) => ({
		artifactIdentifier: name,
		type: 'CODEPIPELINE' as const,
		location: `${bucket}/${newArtifactKey(call, structure.name ?? '', name)}`,
	}))
	const [only, ...others] = outputs
	return {
		projectName: ProjectName,
		sourceTypeOverride: 'CODEPIPELINE',
		sourceVersion: primary?.location,
		secondarySourcesOverride: secondary.map(({ name, location }) => ({
			type: 'CODEPIPELINE',
			sourceIdentifier: name,
			location,
		})),
		artifactsOverride: {
			type: 'CODEPIPELINE',
			...(only && others.length === 0 && { location: only.location }),
		},
		secondaryArtifactsOverride: others.length > 0 ? outputs : [],
		...(EnvironmentVariables && { environmentVariablesOverride: readVariables(EnvironmentVariables) }),
		...(BuildspecOverride && { buildspecOverride: BuildspecOverride }),
	}
}

function readVariables(json: string): Array<EnvironmentVariable> {
	try {
		return environmentVariables.parse(JSON.parse(json))
	} catch {
		// The wording is ours.
		throw new ActionFailure(
			'ConfigurationError',
			'EnvironmentVariables is not a JSON array of name, value and type',
		)
	}
}

async function look(run: ActionRun): Promise<Progress> {
	const { call, attempt } = run
	const id = attempt.externalExecutionId ?? ''
	const { builds = [] } = await call
		.invoke<{ builds?: Array<Build> }>(actionRole(run), 'codebuild', 'BatchGetBuilds', { ids: [id] })
		.catch((error: unknown) => {
			if (!(error instanceof AwsError)) throw error
			throw new ActionFailure('PermissionError', `Error calling batchGetBuilds: ${error.message}`)
		})
	const [build] = builds
	if (!build) return failed('JobFailed', `The build ${id} is gone`)
	if (build.buildStatus === 'IN_PROGRESS') return pending(id, call.scope.region)
	return settled(run, build)
}

function settled(run: ActionRun, build: Build): Settled {
	const { buildStatus, exportedEnvironmentVariables = [] } = build
	const outputVariables = Object.fromEntries(
		exportedEnvironmentVariables.map(({ name = '', value = '' }) => [name, value]),
	)
	if (buildStatus !== 'SUCCEEDED') return { ...failureOf(build), outputVariables }
	return { state: 'settled', status: 'Succeeded', outputs: outputsOf(run, build), outputVariables }
}

function failureOf({ buildStatus, phases = [] }: Build): Settled {
	const guilty = phases.find(({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== 'SUCCEEDED')
	const [context] = guilty?.contexts ?? []
	if (!context?.message) return failed('JobFailed', `Build terminated with state: ${buildStatus}`)
	return failed(
		'JobFailed',
		`Build terminated with state: ${buildStatus}. Phase: ${guilty?.phaseType}, Code: ${context.statusCode}, Message: ${context.message}`,
	)
}

/** The artifacts that the build made, by the names that the action declares. */
function outputsOf(
	{ declaration }: ActionRun,
	{ artifacts, secondaryArtifacts = [] }: Build,
): Settled['outputs'] {
	const names = (declaration.outputArtifacts ?? []).map(({ name = '' }) => name)
	return names.flatMap((name) => {
		const made =
			names.length === 1
				? artifacts
				: secondaryArtifacts.find(({ artifactIdentifier }) => artifactIdentifier === name)
		const [, bucket, key] = /^arn:aws:s3:::([^/]+)\/(.+)$/.exec(made?.location ?? '') ?? []
		return bucket && key ? [{ name, bucket, key }] : []
	})
}
