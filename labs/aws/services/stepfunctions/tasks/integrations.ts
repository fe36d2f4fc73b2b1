import { z } from 'zod'
import type { RolePrincipal } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import type { Json } from '../../../world/json.ts'
import { StatesError } from '../asl/states-error.ts'

// What a Task may ask of other services, by the resource that it names.

/** A task that is over, or what it waits for. */
export type Started = { result: Json } | { awaits: { service: string; id: string } }

/** How what a task waited for came out, as its service announces it. */
export interface Ended {
	id: string
	ok?: boolean
	payload?: string
}

export interface Integration {
	/** What the history calls it. */
	resourceType: string
	resource: string
	/** Name of the service in the errors of its calls. */
	errors: string
	start(call: Call, role: RolePrincipal, parameters: Json): Promise<Started>
	/** The result of what it waited for. Throws StatesError. */
	finish?(call: Call, role: RolePrincipal, ended: Ended): Promise<Json> | Json
}

const LAMBDA = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/

/** Reads parameters; what does not fit fails the task as AWS does. */
function read<T>(schema: z.ZodType<T>, parameters: Json): T {
	const parsed = schema.safeParse(parameters)
	if (parsed.success) return parsed.data
	const [issue] = parsed.error.issues
	throw new StatesError(
		'States.Runtime',
		`The Parameters '${JSON.stringify(parameters).slice(0, 1_000)}' could not be used to start the Task: [${issue?.path.join('.') ?? ''}: ${issue?.message}]`,
	)
}

const json: z.ZodType<Json> = z.json() as z.ZodType<Json>

/** Calls a function directly: its answer is the result. */
function callFunction(arn: string): Integration {
	return {
		...{ resourceType: 'lambda', resource: arn, errors: 'Lambda' },
		start: (call, role, parameters) => invoke(call, role, { FunctionName: arn }, parameters),
		finish: (_, __, ended) => answerOf(ended),
	}
}

async function invoke(call: Call, role: RolePrincipal, named: object, payload: Json): Promise<Started> {
	const Payload = Buffer.from(JSON.stringify(payload))
	const { id } = await call.invoke<{ id: string }>(role, 'lambda', 'InvokeFunction', { ...named, Payload })
	return { awaits: { service: 'lambda', id } }
}

/** What a function answered, or its error under its own name. */
function answerOf({ ok, payload = 'null' }: Ended): Json {
	const value = JSON.parse(payload) as Json
	if (ok) return value
	const { errorType = 'Lambda.Unknown' } = (value ?? {}) as { errorType?: string }
	throw new StatesError(errorType, payload)
}

const functionInput = z.strictObject({
	FunctionName: z.string(),
	Payload: json.optional(),
	Qualifier: z.string().optional(),
	InvocationType: z.enum(['RequestResponse', 'Event']).optional(),
	ClientContext: z.string().optional(),
	LogType: z.string().optional(),
})

const buildInput = z.strictObject({
	ProjectName: z.string(),
	SourceVersion: z.string().optional(),
	BuildspecOverride: z.string().optional(),
	EnvironmentVariablesOverride: z
		.array(z.strictObject({ Name: z.string(), Value: z.string(), Type: z.string().optional() }))
		.optional(),
})

async function startBuild(
	call: Call,
	role: RolePrincipal,
	parameters: Json,
): Promise<{ id?: string; arn?: string }> {
	const { ProjectName, SourceVersion, BuildspecOverride, EnvironmentVariablesOverride } = read(
		buildInput,
		parameters,
	)
	const { build } = await call.invoke<{ build: { id?: string; arn?: string } }>(
		role,
		'codebuild',
		'StartBuild',
		{
			projectName: ProjectName,
			...(SourceVersion !== undefined && { sourceVersion: SourceVersion }),
			...(BuildspecOverride !== undefined && { buildspecOverride: BuildspecOverride }),
			...(EnvironmentVariablesOverride && {
				environmentVariablesOverride: EnvironmentVariablesOverride.map(({ Name, Value, Type }) => ({
					...{ name: Name, value: Value },
					...(Type !== undefined && { type: Type }),
				})),
			}),
		},
	)
	return build
}

const executionInput = z.strictObject({
	StateMachineArn: z.string(),
	Name: z.string().optional(),
	Input: json.optional(),
})

async function startOther(call: Call, role: RolePrincipal, parameters: Json): Promise<string> {
	const { StateMachineArn, Name, Input } = read(executionInput, parameters)
	const { executionArn } = await call.invoke<{ executionArn: string }>(
		role,
		'stepfunctions',
		'StartExecution',
		{
			stateMachineArn: StateMachineArn,
			...(Name !== undefined && { name: Name }),
			...(Input !== undefined && { input: JSON.stringify(Input) }),
		},
	)
	return executionArn
}

const told = (message: Json) => (typeof message === 'string' ? message : JSON.stringify(message))

const INTEGRATIONS: Readonly<Record<string, Omit<Integration, 'resourceType' | 'resource'>>> = {
	'lambda:invoke': {
		errors: 'Lambda',
		async start(call, role, parameters) {
			const { Payload = {}, InvocationType, ...named } = read(functionInput, parameters)
			if (InvocationType !== 'Event') return invoke(call, role, named, Payload)
			await call.invoke(role, 'lambda', 'Invoke', {
				...{ ...named, InvocationType, Payload: Buffer.from(JSON.stringify(Payload)) },
			})
			return { result: { StatusCode: 202 } }
		},
		finish: (_, __, ended) => ({ ExecutedVersion: '$LATEST', Payload: answerOf(ended), StatusCode: 200 }),
	},
	'codebuild:startBuild': {
		errors: 'CodeBuild',
		async start(call, role, parameters) {
			const { id = '', arn = '' } = await startBuild(call, role, parameters)
			return { result: { Build: { Id: id, Arn: arn, BuildStatus: 'IN_PROGRESS' } } }
		},
	},
	'codebuild:startBuild.sync': {
		errors: 'CodeBuild',
		async start(call, role, parameters) {
			const { id = '' } = await startBuild(call, role, parameters)
			return { awaits: { service: 'codebuild', id } }
		},
		async finish(call, role, { id }) {
			const { builds = [] } = await call.invoke<{ builds?: Array<{ arn?: string; buildStatus?: string }> }>(
				...([role, 'codebuild', 'BatchGetBuilds', { ids: [id] }] as const),
			)
			const { arn = '', buildStatus = 'FAULT' } = builds[0] ?? {}
			const Build = { Id: id, Arn: arn, BuildStatus: buildStatus }
			if (buildStatus === 'SUCCEEDED') return { Build }
			throw new StatesError('States.TaskFailed', JSON.stringify({ Build }))
		},
	},
	'aws-sdk:codepipeline:startPipelineExecution': {
		errors: 'CodePipeline',
		async start(call, role, parameters) {
			const { Name } = read(z.strictObject({ Name: z.string() }), parameters)
			const { pipelineExecutionId } = await call.invoke<{ pipelineExecutionId: string }>(
				...([role, 'codepipeline', 'StartPipelineExecution', { name: Name }] as const),
			)
			return { result: { PipelineExecutionId: pipelineExecutionId } }
		},
	},
	'sns:publish': {
		errors: 'SNS',
		async start(call, role, parameters) {
			const schema = z.strictObject({ TopicArn: z.string(), Message: json, Subject: z.string().optional() })
			const { Message, ...rest } = read(schema, parameters)
			const { MessageId } = await call.invoke<{ MessageId: string }>(
				...([role, 'sns', 'Publish', { ...rest, Message: told(Message) }] as const),
			)
			return { result: { MessageId } }
		},
	},
	'sqs:sendMessage': {
		errors: 'SQS',
		async start(call, role, parameters) {
			const schema = z.strictObject({
				...{ QueueUrl: z.string(), MessageBody: json, MessageGroupId: z.string().optional() },
			})
			const { MessageBody, ...rest } = read(schema, parameters)
			const sent = await call.invoke<{ MessageId: string; MD5OfMessageBody: string }>(
				...([role, 'sqs', 'SendMessage', { ...rest, MessageBody: told(MessageBody) }] as const),
			)
			return { result: { MessageId: sent.MessageId, MD5OfMessageBody: sent.MD5OfMessageBody } }
		},
	},
	'states:startExecution': {
		errors: 'StepFunctions',
		start: async (call, role, parameters) => ({
			result: {
				ExecutionArn: await startOther(call, role, parameters),
				StartDate: new Date(call.now).toISOString(),
			},
		}),
	},
	'states:startExecution.sync:2': {
		errors: 'StepFunctions',
		start: async (call, role, parameters) => ({
			awaits: { service: 'stepfunctions', id: await startOther(call, role, parameters) },
		}),
		async finish(call, role, { id }) {
			const { status, output, error, cause, executionArn } = await call.invoke<
				Record<string, string | undefined>
			>(...([role, 'stepfunctions', 'DescribeExecution', { executionArn: id }] as const))
			const told = { ExecutionArn: executionArn ?? '', Status: status ?? '' }
			if (status === 'SUCCEEDED') return { ...told, Output: JSON.parse(output ?? 'null') as Json }
			throw new StatesError('States.TaskFailed', JSON.stringify({ ...told, Error: error, Cause: cause }))
		},
	},
}

const PREFIX = 'arn:aws:states:::'

/** Whether a task may name that resource. */
export function isKnownResource(resource: string): boolean {
	return LAMBDA.test(resource) || Object.hasOwn(INTEGRATIONS, resource.replace(PREFIX, ''))
}

/** What a task's resource stands for. */
export function integrationOf(resource: string): Integration & { isDirect: boolean } {
	if (LAMBDA.test(resource)) return { ...callFunction(resource), isDirect: true }
	const name = resource.replace(PREFIX, '')
	const known = Object.hasOwn(INTEGRATIONS, name) ? INTEGRATIONS[name] : undefined
	if (!known) throw new StatesError('States.Runtime', `The resource ${resource} is not emulated`)
	const parts = name.split(':')
	const isSdk = parts[0] === 'aws-sdk'
	const resourceType = isSdk ? parts.slice(0, 2).join(':') : (parts[0] ?? '')
	return { ...known, resourceType, resource: parts.slice(isSdk ? 2 : 1).join(':'), isDirect: false }
}
