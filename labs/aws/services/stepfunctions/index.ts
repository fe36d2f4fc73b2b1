import type { Call, Notice, Service } from '../../service.ts'
import { DATA_BYTES } from './asl/templates.ts'
import { awaited } from './collections.ts'
import {
	describeExecution,
	getExecutionHistory,
	listExecutions,
	startExecution,
	startSyncExecution,
	stopExecution,
} from './executions.ts'
import {
	createStateMachine,
	deleteStateMachine,
	describeStateMachine,
	describeStateMachineForExecution,
	listStateMachines,
	listTagsForResource,
	tagResource,
	untagResource,
	updateStateMachine,
	validateStateMachineDefinition,
} from './machines.ts'
import { drive, finishTask, timeOut, wake } from './run.ts'

const TOO_LARGE = JSON.stringify({
	errorType: 'States.DataLimitExceeded',
	errorMessage: 'The task returned a result with a size exceeding the maximum number of bytes service limit.',
})

/** AWS Step Functions: state machines in the Amazon States Language, on virtual time. */
export const stepfunctions: Service = {
	name: 'stepfunctions',
	operations: {
		CreateStateMachine: createStateMachine,
		DeleteStateMachine: deleteStateMachine,
		DescribeExecution: describeExecution,
		DescribeStateMachine: describeStateMachine,
		DescribeStateMachineForExecution: describeStateMachineForExecution,
		GetExecutionHistory: getExecutionHistory,
		ListExecutions: listExecutions,
		ListStateMachines: listStateMachines,
		ListTagsForResource: listTagsForResource,
		StartExecution: startExecution,
		StartSyncExecution: startSyncExecution,
		StopExecution: stopExecution,
		TagResource: tagResource,
		UntagResource: untagResource,
		UpdateStateMachine: updateStateMachine,
		ValidateStateMachineDefinition: validateStateMachineDefinition,
	},
	async step(subject, call) {
		const [kind, ...rest] = subject.split('|')
		const [id = '', flow, turn] = rest
		if (kind === 'drive') return drive(call, id)
		if (kind === 'wake') return wake(call, id, flow ?? '', Number(turn))
		if (kind === 'done') return finishTask(call, rest.join('|'))
		if (kind === 'tasktimeout') return timeOut(call, id, flow, Number(turn))
		if (kind === 'timeout') return timeOut(call, id)
		throw new Error(`Step Functions has no step ${subject}`)
	},
	hears: {
		'codebuild:Ended': noticeEnd,
		'lambda:Ended': noticeEnd,
		'stepfunctions:Ended': noticeEnd,
	},
}

/** What a task waited for has ended: the task takes it up in a step of its own. */
function noticeEnd({ service, input }: Notice, call: Call): void {
	const { id, ok, payload } = input as { id: string; ok?: boolean; payload?: string }
	const key = `${service}|${id}`
	const waiting = call.world.get(awaited, call.scope, key)
	if (!waiting) return
	// What is too large for a state is not even read.
	const isLarge = (payload?.length ?? 0) > DATA_BYTES
	const ended = isLarge
		? { ok: false, payload: TOO_LARGE }
		: { ...(ok !== undefined && { ok }), ...(payload !== undefined && { payload }) }
	call.world.put(awaited, call.scope, key, { ...waiting, ended })
	call.schedule(call.now, `done|${key}`)
}
