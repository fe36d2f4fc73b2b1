import type { DescribeExecutionOutput, StartExecutionOutput } from '@aws-sdk/client-sfn'
import { strToU8, zipSync } from 'fflate'
import { AwsError } from '../../../aws-error.ts'
import { artifactBucket, artifactBytes, artifactEncryption, newArtifactKey } from '../artifacts/artifacts.ts'
import { BrokenZip, openZipEntry } from '../artifacts/zip.ts'
import {
	ActionFailure,
	type ActionProvider,
	type ActionRun,
	failed,
	type Progress,
	type Settled,
	settleFailure,
} from './action.ts'
import { actionRole } from './roles.ts'
import { callS3 } from './s3-call.ts'

// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html

/** User guide, limits. */
const TIMEOUT = 7 * 24 * 60 * 60_000
/** What a state machine takes. */
const INPUT_BYTES = 262_144
/** Dates in a zip are fixed, so that the same output gives the same archive. */
const MTIME = new Date('2026-01-01T12:00:00Z')

/** Has a state machine do the action: it is started, and its end is the action's. */
export const stepFunctions: ActionProvider = {
	start: (run) => settleFailure(() => begin(run)),
	resume: (run) => settleFailure(() => look(run)),
	entityUrl: ({ StateMachineArn = '' }, region) =>
		`https://console.aws.amazon.com/states/home?region=${region}#/statemachines/view/${StateMachineArn}`,
}

async function begin(run: ActionRun): Promise<Progress> {
	const { call, attempt } = run
	const { StateMachineArn = '', ExecutionNamePrefix } = attempt.configuration
	const name = ExecutionNamePrefix === undefined ? attempt.id : `${ExecutionNamePrefix}-${attempt.id}`
	const input = await inputOf(run)
	const { executionArn = '' } = await ask<StartExecutionOutput>(run, 'StartExecution', {
		...{ stateMachineArn: StateMachineArn, name, input },
	})
	const { region } = call.scope
	const known = {
		externalExecutionId: executionArn,
		externalExecutionUrl: `https://console.aws.amazon.com/states/home?region=${region}#/executions/details/${executionArn}`,
	}
	// An express execution tells nothing of its end.
	if (executionArn.includes(':express:'))
		return {
			state: 'settled',
			status: 'Succeeded',
			...known,
			outputVariables: { StateMachineArn, ExecutionArn: executionArn },
		}
	return {
		state: 'pending',
		until: call.now + TIMEOUT,
		awaits: { service: 'stepfunctions', id: executionArn },
		...known,
	}
}

async function inputOf(run: ActionRun): Promise<string> {
	const { InputType = 'Literal', Input } = run.attempt.configuration
	if (InputType !== 'FilePath') return Input ?? '{}'
	const zip = await artifactBytes(run, actionRole(run))
	try {
		const file = await openZipEntry(zip, Input ?? '', INPUT_BYTES)
		if (file) return Buffer.from(file).toString('utf8')
	} catch (error) {
		if (!(error instanceof BrokenZip)) throw error
	}
	// The wording is ours.
	throw new ActionFailure('ConfigurationError', `The file '${Input}' is not in the input artifact`)
}

async function look(run: ActionRun): Promise<Progress> {
	const { call, attempt } = run
	const arn = attempt.externalExecutionId ?? ''
	const execution = await ask<DescribeExecutionOutput>(run, 'DescribeExecution', { executionArn: arn })
	const { status, output, error, cause } = execution
	if (status === 'SUCCEEDED') return succeeded(run, output ?? '{}')
	// The wording is ours, here and below.
	if (status !== 'RUNNING') {
		const reason = [error, cause].filter(Boolean).join(': ')
		return failed('JobFailed', `The state machine execution ended with status ${status}. ${reason}`)
	}
	const until = attempt.startedAt + TIMEOUT
	if (call.now >= until) return failed('JobFailed', 'The state machine execution did not end within 7 days')
	return { state: 'pending', until, awaits: { service: 'stepfunctions', id: arn } }
}

/** The output artifact holds what the machine put out. AWS does not say in which form; ours is a zip with `output.json`. */
async function succeeded(run: ActionRun, output: string): Promise<Settled> {
	const { call, structure, declaration, attempt } = run
	const outputs = []
	for (const { name = '' } of declaration.outputArtifacts ?? []) {
		const bucket = artifactBucket(structure, call.scope.region)
		const key = newArtifactKey(call, structure.name ?? '', name)
		await callS3(call, actionRole(run), 'PutObject', {
			...{ Bucket: bucket, Key: key, ContentType: 'application/zip' },
			Body: zipSync({ 'output.json': strToU8(output) }, { mtime: MTIME }),
			...artifactEncryption(structure, call.scope.region),
		} as { Bucket: string })
		outputs.push({ name, bucket, key })
	}
	const { StateMachineArn = '' } = attempt.configuration
	const outputVariables = { StateMachineArn, ExecutionArn: attempt.externalExecutionId ?? '' }
	return { state: 'settled', status: 'Succeeded', outputs, outputVariables }
}

async function ask<Output>(run: ActionRun, operation: string, input: object): Promise<Output> {
	try {
		return await run.call.invoke<Output>(actionRole(run), 'stepfunctions', operation, input)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		const text = `${operation} failed for the state machine: ${error.message}`
		if (error.code.startsWith('AccessDenied')) throw new ActionFailure('PermissionError', text)
		throw new ActionFailure('ConfigurationError', text)
	}
}
