import { AwsError } from '../../../aws-error.ts'
import type { RolePrincipal } from '../../../identity/principal.ts'
import type { Call, WorkResult } from '../../../service.ts'
import type { WorkItem } from '../../../world/kernel.ts'
import { collection } from '../../../world/world.ts'
import type { BuildAnswer, BuildRequest } from '../../codebuild/build-work.ts'
import { streamArn } from '../../logs/arns.ts'
import { type LogTarget, linesOf, openLog, writeLog } from '../../logs/deliver.ts'
import { openSession } from '../../sts/sessions.ts'
import { artifactBucket, artifactEncryption, newArtifactKey } from '../artifacts/artifacts.ts'
import type { ActionRun, Progress, Settled } from './action.ts'
import { ActionFailure, type ActionProvider, failed, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'
import { callS3 } from './s3-call.ts'

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html */
const MINUTES_AT_MOST = 55
/** Commands that took less than this of their own time are over at once. */
const AT_ONCE_MS = 1_000

/** What came of the commands, until the action takes it. Id: as the action awaits it. */
const outcomes = collection<{ result: WorkResult }>('codepipeline', 'commands')

/** What an action has the build host do. */
interface HostWork {
	commands: ReadonlyArray<string>
	/** Names of variables that it hands on. */
	exported: ReadonlyArray<string>
	/** Whether docker has its daemon. */
	isPrivileged?: boolean
}

/** An action that runs commands over its input artifacts, on the build host, under its role. */
export function onBuildHost(workOf: (run: ActionRun) => HostWork): ActionProvider {
	return {
		start: (run) => settleFailure(() => begin(run, workOf(run))),
		resume: (run) => settleFailure(() => look(run)),
	}
}

/** Runs the shell commands of the action, under the role of the pipeline. */
export const commands = onBuildHost(({ declaration }) => ({
	commands: declaration.commands ?? [],
	exported: declaration.outputVariables ?? [],
}))

/** Takes what the build host brought for an action that awaits it. */
export function finishCommands({ subject }: WorkItem, result: WorkResult, call: Call): void {
	call.world.put(outcomes, call.scope, subject, { result })
	call.announce('Ended', { id: subject })
}

async function begin(run: ActionRun, work: HostWork): Promise<Progress> {
	const { call } = run
	const role = actionRole(run)
	const id = call.ids.uuid()
	const log = logOf(run, id)
	await openCommandsLog(run, role, log)
	const request = await requestOf(run, work, role, id)
	call.requestWork('build', id, JSON.parse(JSON.stringify(request)))
	return {
		state: 'pending',
		awaits: { service: 'codepipeline', id },
		externalExecutionId: streamArn(call.scope, log.group, log.stream),
	}
}

function logOf({ attempt }: ActionRun, id: string): LogTarget {
	return { group: `/aws/codepipeline/${attempt.pipeline}`, stream: `${attempt.id}/${id}` }
}

/** Makes the stream of the action's log under its role, without whose leave nothing is run. */
async function openCommandsLog({ call }: ActionRun, role: RolePrincipal, log: LogTarget): Promise<void> {
	try {
		await openLog(call, role, log)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (!error.code.startsWith('AccessDenied')) return
		throw new ActionFailure(
			'JobFailed',
			`Action failed with status: FAILED. ACCESS_DENIED: Service role ${role.roleArn} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams. Error message: ${error.message}`,
		)
	}
}

async function requestOf(
	run: ActionRun,
	work: HostWork,
	role: RolePrincipal,
	id: string,
): Promise<BuildRequest> {
	const { call, attempt, declaration } = run
	const root = `/codebuild/output/src${Number.parseInt(id.slice(0, 8), 16)}/src`
	const sources: Array<{ name: string; directory: string; blob: string }> = []
	for (const [index, { name, bucket, key }] of attempt.inputs.entries()) {
		const { Body } = await callS3<{ Body: Uint8Array }>(call, role, 'GetObject', { Bucket: bucket, Key: key })
		const directory = attempt.inputs.length > 1 ? `${root}/s3/${String(index).padStart(2, '0')}` : root
		sources.push({ name, directory, blob: await call.blobs.put(Body) })
	}
	const secrets: Array<string> = []
	const given: Record<string, string> = {}
	for (const { name = '', value = '', type } of declaration.environmentVariables ?? []) {
		given[name] = type === 'SECRETS_MANAGER' ? await secretValue(call, role, value) : value
		if (type === 'SECRETS_MANAGER') secrets.push(given[name] ?? '')
	}
	const key = openSession(call, role, MINUTES_AT_MOST * 60)
	const [output] = declaration.outputArtifacts ?? []
	return {
		sources: sources.map(({ directory, blob }) => ({ directory, blob })),
		cwd: sources[0]?.directory ?? root,
		env: {
			AWS_REGION: call.scope.region,
			AWS_DEFAULT_REGION: call.scope.region,
			AWS_ACCESS_KEY_ID: key.AccessKeyId,
			AWS_SECRET_ACCESS_KEY: key.SecretAccessKey,
			AWS_SESSION_TOKEN: key.SessionToken,
			AWS_ENDPOINT_URL: call.endpoint,
			CODEBUILD_BUILD_ID: id,
			CODEBUILD_SRC_DIR: sources[0]?.directory ?? root,
			...Object.fromEntries(
				sources.slice(1).map(({ name, directory }) => [`CODEBUILD_SRC_DIR_${name}`, directory]),
			),
			HOME: '/root',
			PATH: '/usr/local/bin:/usr/bin:/bin',
			...given,
		},
		header: [],
		secrets: [...secrets, key.SecretAccessKey, key.SessionToken],
		keepsState: true,
		phases: [{ type: 'BUILD', commands: work.commands, finally: [], onFailure: { action: 'ABORT' } }],
		exportedVariables: work.exported,
		isPrivileged: work.isPrivileged === true,
		artifacts: output
			? [
					{
						id: output.name ?? '',
						files: output.files ?? [],
						baseDirectory: '.',
						excludePaths: [],
						discardPaths: false,
					},
				]
			: [],
		reports: [],
		startsAt: call.now,
		timeoutMs: MINUTES_AT_MOST * 60_000,
		seed: id,
	}
}

async function secretValue(call: Call, role: RolePrincipal, SecretId: string): Promise<string> {
	try {
		const { SecretString = '' } = await call.invoke<{ SecretString?: string }>(
			role,
			'secretsmanager',
			'GetSecretValue',
			{ SecretId },
		)
		return SecretString
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		throw new ActionFailure('PermissionError', `The secret ${SecretId} cannot be read: ${error.message}`)
	}
}

async function look(run: ActionRun): Promise<Progress> {
	const { call, attempt } = run
	const id = attempt.externalExecutionId?.split('/').at(-1) ?? ''
	const result = call.world.get(outcomes, call.scope, id)?.result
	if (!result) return { state: 'pending', awaits: { service: 'codepipeline', id } }
	if (result.ok) {
		const { phases } = result.value as unknown as BuildAnswer
		const ends = attempt.startedAt + phases.reduce((sum, { durationMs }) => sum + durationMs, 0)
		if (ends - attempt.startedAt >= AT_ONCE_MS && ends > call.now) return { state: 'pending', until: ends }
	}
	call.world.delete(outcomes, call.scope, id)
	if (!result.ok) return failed('JobFailed', `Action failed with status: FAULT. ${result.reason}`)
	return settled(run, result.value as unknown as BuildAnswer)
}

async function settled(run: ActionRun, { phases, exported, artifacts, log }: BuildAnswer): Promise<Settled> {
	const { call, structure, attempt } = run
	const id = attempt.externalExecutionId?.split('/').at(-1) ?? ''
	await writeLog(call, actionRole(run), logOf(run, id), await linesOf(call, log))
	const red = phases.find(({ status }) => status !== 'SUCCEEDED')
	if (red) return failed('JobFailed', `Action failed with status: ${red.status}. ${red.code}: ${red.message}`)
	const outputs: Array<{ name: string; bucket: string; key: string }> = []
	for (const { id: name, blob } of artifacts) {
		const location = {
			bucket: artifactBucket(structure, call.scope.region),
			key: newArtifactKey(call, structure.name ?? '', name),
		}
		await callS3(call, actionRole(run), 'PutObject', {
			Bucket: location.bucket,
			Key: location.key,
			...{ Body: await call.blobs.get(blob), ContentType: 'application/zip' },
			...artifactEncryption(structure, call.scope.region),
		})
		outputs.push({ name, ...location })
	}
	return { state: 'settled', status: 'Succeeded', outputs, outputVariables: exported }
}
