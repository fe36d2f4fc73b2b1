import type {
	DescribeExecutionInput,
	GetExecutionHistoryInput,
	HistoryEvent,
	ListExecutionsInput,
	StartExecutionInput,
	StartSyncExecutionInput,
	StopExecutionInput,
} from '@aws-sdk/client-sfn'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { nestsTooDeep } from '../../world/json-depth.ts'
import type { StatesNode } from './asl/definition.ts'
import { type Execution, eventId, executions, type Happened, history } from './collections.ts'
import { endExecution } from './end.ts'
import { executionArn, onExecution, onMachine, requireExecution, requireMachine } from './find.ts'
import { pageOf } from './pages.ts'
import { assertName, typeNotSupported } from './stepfunctions-error.ts'

/** Executions that a machine keeps; AWS keeps them for 90 days. */
const EXECUTIONS_AT_MOST = 500
/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const INPUT_BYTES = 262_144

export const startExecution = operation<StartExecutionInput, object>({
	access: onMachine('StartExecution'),
	run(input, call) {
		const { arn, startedAt } = begin(call, input, call.ids.uuid())
		return { executionArn: arn, startDate: new Date(startedAt) }
	},
})

/** Waits for an express execution; its answer comes when that has ended. */
export const startSyncExecution = operation<StartSyncExecutionInput, object>({
	access: onMachine('StartSyncExecution'),
	run(input, call) {
		if (requireMachine(call, input.stateMachineArn).type !== 'EXPRESS') throw typeNotSupported()
		const { arn, startedAt } = begin(call, input, call.requestId)
		const startDate = new Date(startedAt)
		// A placeholder of the shape: `later` answers.
		return { executionArn: arn, startDate, stopDate: startDate, status: 'SUCCEEDED' }
	},
	async later({ stateMachineArn = '', name }, { requestId, scope, world }) {
		const machine = stateMachineArn.split(':')[6] ?? ''
		const execution = world.get(executions, scope, `${machine}/${name ?? requestId}`)
		if (!execution || execution.status === 'RUNNING') return
		const {
			arn,
			machineArn,
			startedAt,
			stoppedAt = startedAt,
			status,
			input,
			output,
			error,
			cause,
		} = execution
		return {
			...{
				executionArn: arn,
				stateMachineArn: machineArn,
				name: execution.name,
				input,
				output,
				error,
				cause,
			},
			...{ startDate: new Date(startedAt), stopDate: new Date(stoppedAt) },
			status: status === 'ABORTED' ? 'FAILED' : status,
			inputDetails: { included: true },
			...(output !== undefined && { outputDetails: { included: true } }),
			billingDetails: {
				billedMemoryUsedInMB: 64,
				billedDurationInMilliseconds: Math.max(100, Math.ceil((stoppedAt - startedAt) / 100) * 100),
			},
		}
	},
})

function begin(
	call: Call,
	{ stateMachineArn, name: given, input = '{}' }: StartExecutionInput,
	name: string,
) {
	const machine = requireMachine(call, stateMachineArn)
	if (given !== undefined) assertName(given)
	if (Buffer.byteLength(input) > INPUT_BYTES)
		throw new AwsError(
			'InvalidExecutionInput',
			`Invalid State Machine Execution Input: 'The input is too large'`,
		)
	const value = parseInput(input)
	const id = `${machine.name}/${given ?? name}`
	const known = call.world.get(executions, call.scope, id)
	const isExpress = machine.type === 'EXPRESS'
	if (known && !isExpress) {
		if (known.status === 'RUNNING' && known.input === input) return known
		throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`)
	}
	if (call.world.list(executions, call.scope, { prefix: `${machine.name}/` }).length >= EXECUTIONS_AT_MOST)
		throw new AwsError(
			'ExecutionLimitExceeded',
			`A state machine keeps up to ${EXECUTIONS_AT_MOST} executions here`,
		)
	const root = JSON.parse(machine.definition) as StatesNode
	const execution: Execution = {
		...{ id, name: given ?? name, machine: machine.name, machineArn: machine.arn, type: machine.type },
		arn: executionArn(call.scope, machine.name, given ?? name, isExpress ? call.ids.uuid() : undefined),
		...{
			definition: machine.definition,
			roleArn: machine.roleArn,
			status: 'RUNNING',
			startedAt: call.now,
			input,
		},
		flows: {
			0: {
				...{ id: '0', path: [], state: root.StartAt, input: value, hasEntered: false, status: 'ready' },
				...{ turn: 0, retries: {}, previousEvent: 0 },
			},
		},
		events: 1,
		historySize: input.length,
	}
	call.world.put(executions, call.scope, id, execution)
	call.world.put(history, call.scope, eventId(id, 1), {
		...{ id: 1, previous: 0, type: 'ExecutionStarted', at: call.now },
		details: { input, inputDetails: { truncated: false }, roleArn: machine.roleArn },
	})
	call.schedule(call.now, `drive|${id}`)
	if (root.TimeoutSeconds !== undefined) call.schedule(call.now + root.TimeoutSeconds * 1000, `timeout|${id}`)
	return execution
}

function parseInput(text: string): Json {
	// The limit is ours.
	if (nestsTooDeep(text))
		throw new AwsError(
			'InvalidExecutionInput',
			`Invalid State Machine Execution Input: 'The input nests too deep'`,
		)
	try {
		return JSON.parse(text) as Json
	} catch (error) {
		// AWS goes on with the words of its parser, Jackson.
		const message = error instanceof Error ? error.message : ''
		throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${message}'`)
	}
}

export const describeExecution = operation<DescribeExecutionInput, object>({
	access: onExecution('DescribeExecution'),
	run({ executionArn: arn }, call) {
		const execution = requireExecution(call, arn)
		if (execution.type === 'EXPRESS') throw typeNotSupported()
		const { input, output, error, cause } = execution
		return {
			...told(execution),
			...{ input, inputDetails: { included: true } },
			...(output !== undefined && { output, outputDetails: { included: true } }),
			...(error !== undefined && { error }),
			...(cause !== undefined && { cause }),
		}
	},
})

export const listExecutions = operation<ListExecutionsInput, object>({
	access: onMachine('ListExecutions'),
	run(input, call) {
		const machine = requireMachine(call, input.stateMachineArn)
		if (machine.type === 'EXPRESS') throw typeNotSupported()
		const all = call.world
			.entries(executions, call.scope, { prefix: `${machine.name}/` })
			.filter(([, { status }]) => input.statusFilter === undefined || status === input.statusFilter)
			.sort(([, one], [, other]) => other.startedAt - one.startedAt)
		const { page, nextToken } = pageOf(all, input)
		return { executions: page.map(told), ...(nextToken !== undefined && { nextToken }) }
	},
})

function told({ arn, machineArn, name, status, startedAt, stoppedAt }: Execution) {
	return {
		...{ executionArn: arn, stateMachineArn: machineArn, name, status, startDate: new Date(startedAt) },
		...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
	}
}

export const stopExecution = operation<StopExecutionInput, object>({
	access: onExecution('StopExecution'),
	run({ executionArn: arn, error, cause }, call) {
		const execution = requireExecution(call, arn)
		if (execution.type === 'EXPRESS') throw typeNotSupported()
		if (execution.status === 'RUNNING')
			endExecution(call, execution, {
				status: 'ABORTED',
				...(error !== undefined && { error }),
				...(cause !== undefined && { cause }),
			})
		return { stopDate: new Date(execution.stoppedAt ?? call.now) }
	},
})

export const getExecutionHistory = operation<GetExecutionHistoryInput, object>({
	access: onExecution('GetExecutionHistory'),
	run(input, call) {
		const execution = requireExecution(call, input.executionArn)
		if (execution.type === 'EXPRESS') throw typeNotSupported()
		const all = call.world.entries(history, call.scope, { prefix: `${execution.id}|` })
		const { page, nextToken } = pageOf(input.reverseOrder ? all.reverse() : all, input)
		return { events: page.map(toEvent), ...(nextToken !== undefined && { nextToken }) }
	},
})

function toEvent({ id, previous, type, at, details }: Happened): HistoryEvent {
	return {
		...{ id, previousEventId: previous, type, timestamp: new Date(at) },
		...(details && { [detailsName(type)]: details }),
	}
}

/** `stateEnteredEventDetails` for all `…StateEntered`, the type's own name for the others. */
function detailsName(type: string): string {
	const general = /State(Entered|Exited)$/.exec(type)?.[0] ?? type
	return `${general[0]?.toLowerCase()}${general.slice(1)}EventDetails`
}
