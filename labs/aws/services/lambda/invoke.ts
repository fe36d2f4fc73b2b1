import type { InvocationRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { nestsTooDeep } from '../../world/json-depth.ts'
import { assumeServiceRole, RoleNotAssumable } from '../sts/service-roles.ts'
import { openSession } from '../sts/sessions.ts'
import { type FunctionVersion, type Invocation, invocations } from './collections.ts'
import {
	accessTo,
	callIn,
	findAlias,
	functionArn,
	type Named,
	readName,
	requireFunction,
	requireVersion,
} from './find.ts'
import type { FunctionRequest } from './function-work.ts'
import { invalidParameter } from './lambda-error.ts'
import { LAMBDA } from './settings.ts'

/** What the host of guests is asked for. */
const FUNCTION_WORK = 'function'
/** Largest payload, in bytes: of a call that waits, and of an event. */
const SYNC_BYTES = 6_291_456
const EVENT_BYTES = 1_048_576
/** Calls that one account has not yet finished, in a Region; the limit is ours. */
const UNFINISHED_AT_MOST = 200

export const invoke = operation<InvocationRequest, object>({
	access: (input, call) => invokeAccess(call, input),
	async run(input, call) {
		const { invocation, version } = await begin(input, call, call.requestId)
		const waits = !invocation.isEvent && input.InvocationType !== 'DryRun'
		return { StatusCode: statusOf(input), ...(waits && { ExecutedVersion: version }) }
	},
	/** A call that waits is answered when its function is done. */
	async later(input, { requestId, scope, world, blobs }) {
		const status = statusOf(input)
		if (status !== 200) return { StatusCode: status }
		const known = world.get(invocations, readName(scope, input.FunctionName).scope, requestId)
		if (!known?.result) return
		const { ok, payload, logTail } = known.result
		return {
			StatusCode: status,
			...(!ok && { FunctionError: 'Unhandled' }),
			...(input.LogType === 'Tail' && { LogResult: Buffer.from(logTail).toString('base64') }),
			ExecutedVersion: known.version,
			Payload: await blobs.get(payload),
		}
	},
})

/**
 * The same for other services, by the name that IAM has for it: answers the id
 * of the call at once. `lambda:Ended` of that id tells its end, with its result.
 */
export const invokeFunction = operation<InvocationRequest, { id: string; version: string }>({
	access: (input, call) => invokeAccess(call, input),
	async run(input, call) {
		const { invocation, version } = await begin(input, call, call.ids.uuid())
		return { id: invocation.id, version }
	},
})

function statusOf({ InvocationType }: InvocationRequest): number {
	if (InvocationType === 'DryRun') return 204
	return InvocationType === 'Event' ? 202 : 200
}

function invokeAccess(call: Call, { FunctionName, Qualifier }: InvocationRequest) {
	return accessTo(call, 'InvokeFunction', readName(call.scope, FunctionName, Qualifier))
}

async function begin(input: InvocationRequest, call: Call, id: string) {
	const named = readName(call.scope, input.FunctionName, input.Qualifier)
	const { reservedConcurrency } = requireFunction(call, named)
	const version = chosenVersion(call, named)
	const isEvent = input.InvocationType === 'Event'
	const text = payloadText(input.Payload, isEvent)
	assertRuns(version)
	if (reservedConcurrency === 0)
		throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
			Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
			Type: 'User',
		})
	const invocation: Invocation = {
		...{ id, functionName: named.name, version: version.version },
		...(named.qualifier !== undefined && { qualifier: named.qualifier }),
		...{ isEvent, payload: await call.blobs.put(Buffer.from(text)), requestedAt: call.now, attempts: 0 },
		...(input.ClientContext !== undefined && { clientContext: input.ClientContext }),
	}
	if (input.InvocationType === 'DryRun') return { invocation, version: version.version }
	if (call.world.list(invocations, named.scope, { limit: UNFINISHED_AT_MOST }).length >= UNFINISHED_AT_MOST)
		throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
			Reason: 'ConcurrentInvocationLimitExceeded',
			Type: 'User',
		})
	await attempt(callIn(call, named.scope), invocation, version)
	return { invocation, version: version.version }
}

/** An alias with weights sends some calls to its other version. */
function chosenVersion(call: Call, named: Named): Readonly<FunctionVersion> {
	const [[other, weight] = []] = Object.entries(
		findAlias(call, named)?.routing?.AdditionalVersionWeights ?? {},
	)
	if (other === undefined || call.ids.fraction() >= (weight ?? 0)) return requireVersion(call, named)
	return requireVersion(call, { ...named, qualifier: other })
}

function payloadText(payload: Uint8Array | undefined, isEvent: boolean): string {
	const limit = isEvent ? EVENT_BYTES : SYNC_BYTES
	const bytes = payload?.byteLength ?? 0
	if (bytes > limit)
		throw new AwsError(
			'RequestTooLargeException',
			`${bytes} byte payload is too large for the ${isEvent ? 'Event' : 'RequestResponse'} invocation type (limit ${limit} bytes)`,
			413,
		)
	const text = Buffer.from(payload ?? []).toString('utf8')
	if (text === '') return '{}'
	// The limit is ours, and the wording.
	if (nestsTooDeep(text))
		throw new AwsError('InvalidRequestContentException', 'The payload nests too deep', 400, { Type: 'User' })
	try {
		JSON.parse(text)
		return text
	} catch (error) {
		// AWS goes on with the words of its parser, Jackson.
		const message = `Could not parse request body into json: ${error instanceof Error ? error.message : ''}`
		throw new AwsError('InvalidRequestContentException', message, 400, { Type: 'User' })
	}
}

/** Other runtimes are kept, so that others can be told of them, and cannot run. The wording is ours. */
function assertRuns({ runtime }: Readonly<FunctionVersion>): void {
	if (runtime && /^nodejs\d/.test(runtime)) return
	throw invalidParameter(`The runtime ${runtime} is not emulated: only functions of nodejs run here`)
}

/** Asks the host for one try at an invocation. The call's scope is the function's. */
export async function attempt(
	call: Call,
	invocation: Invocation,
	version: Readonly<FunctionVersion>,
): Promise<void> {
	call.world.put(invocations, call.scope, invocation.id, { ...invocation, attempts: invocation.attempts + 1 })
	const request = await requestOf(call, invocation, version)
	const { account, region } = call.scope
	// Work is asked for where the caller is; the function may be elsewhere.
	const subject = [account, region, invocation.id].join('|')
	call.requestWork(FUNCTION_WORK, subject, JSON.parse(JSON.stringify(request)) as Json)
}

async function requestOf(
	call: Call,
	invocation: Invocation,
	version: Readonly<FunctionVersion>,
): Promise<FunctionRequest> {
	const { id, functionName, qualifier, clientContext } = invocation
	const { region } = call.scope
	const text = Buffer.from(await call.blobs.get(invocation.payload)).toString('utf8')
	const logStreamName = logStreamOf(call, version)
	return {
		code: version.code.blob,
		handler: version.handler ?? '',
		event: JSON.parse(text) as Json,
		context: {
			functionVersion: version.version,
			functionName,
			memoryLimitInMB: String(version.memorySize),
			logGroupName: version.logGroup,
			logStreamName,
			...(clientContext !== undefined && { clientContext: clientContextOf(clientContext) }),
			invokedFunctionArn: functionArn(call.scope, functionName, qualifier),
			awsRequestId: id,
		},
		env: {
			...version.environment,
			...credentialsOf(call, version),
			_HANDLER: version.handler ?? '',
			AWS_DEFAULT_REGION: region,
			AWS_ENDPOINT_URL: call.endpoint,
			AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`,
			AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memorySize),
			AWS_LAMBDA_FUNCTION_NAME: functionName,
			AWS_LAMBDA_FUNCTION_VERSION: version.version,
			AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
			AWS_LAMBDA_LOG_GROUP_NAME: version.logGroup,
			AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
			AWS_REGION: region,
			LAMBDA_RUNTIME_DIR: '/var/runtime',
			LAMBDA_TASK_ROOT: '/var/task',
			LANG: 'en_US.UTF-8',
			NODE_PATH: '/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task',
			PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
			PWD: '/var/task',
			TZ: ':UTC',
		},
		startsAt: call.now,
		timeoutMs: version.timeout * 1000,
		seed: id,
	}
}

/** A stream for each version and day, as an environment that is used again keeps its own. */
export function logStreamOf(
	call: Pick<Call, 'now'>,
	{ version, revisionId }: Readonly<FunctionVersion>,
): string {
	const day = new Date(call.now).toISOString().slice(0, 10).replaceAll('-', '/')
	return `${day}/[${version}]${revisionId.replaceAll('-', '')}`
}

/** The session of the execution role in which a function works, or undefined when Lambda cannot assume it. */
export function executionRole(call: Call, { role, name }: Readonly<FunctionVersion>) {
	const source = { arn: functionArn(call.scope, name), account: call.scope.account }
	try {
		return assumeServiceRole(call, role, LAMBDA, name, source)
	} catch (error) {
		if (error instanceof RoleNotAssumable) return
		throw error
	}
}

function credentialsOf(call: Call, version: Readonly<FunctionVersion>): Record<string, string> {
	const role = executionRole(call, version)
	if (!role)
		throw new AwsError(
			'AccessDeniedException',
			'The role defined for the function cannot be assumed by Lambda.',
			403,
		)
	const { invokedBy: _, ...session } = role
	const key = openSession(call, session, Math.max(900, version.timeout))
	return {
		AWS_ACCESS_KEY_ID: key.AccessKeyId,
		AWS_SECRET_ACCESS_KEY: key.SecretAccessKey,
		AWS_SESSION_TOKEN: key.SessionToken,
	}
}

function clientContextOf(base64: string): Json {
	try {
		return JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as Json
	} catch {
		// The wording is ours.
		throw invalidParameter('ClientContext is not JSON in base64')
	}
}
