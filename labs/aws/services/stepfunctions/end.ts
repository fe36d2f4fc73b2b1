import type { Call } from '../../service.ts'
import { type Execution, type ExecutionStatus, eventId, executions, history } from './collections.ts'

/** How an execution ends. */
export interface End {
	status: Exclude<ExecutionStatus, 'RUNNING'>
	output?: string
	error?: string
	cause?: string
}

const EVENTS = {
	SUCCEEDED: 'ExecutionSucceeded',
	FAILED: 'ExecutionFailed',
	TIMED_OUT: 'ExecutionTimedOut',
	ABORTED: 'ExecutionAborted',
} as const

/** Ends an execution: nothing of it goes on, and whoever waits for it is told. */
export function endExecution(
	call: Call,
	execution: Readonly<Execution>,
	end: End,
	previous = execution.events,
): void {
	const { status, output, error, cause } = end
	const number = execution.events + 1
	const details = {
		...(output !== undefined && { output, outputDetails: { truncated: false } }),
		...(error !== undefined && { error }),
		...(cause !== undefined && { cause }),
	}
	call.world.put(history, call.scope, eventId(execution.id, number), {
		...{ id: number, previous, type: EVENTS[status], at: call.now, details },
	})
	call.world.put(executions, call.scope, execution.id, {
		...{ ...execution, ...end, flows: {}, events: number, stoppedAt: call.now },
	})
	call.announce('Ended', { id: execution.arn })
}
