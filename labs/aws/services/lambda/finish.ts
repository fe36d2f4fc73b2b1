import { AwsError } from '../../aws-error.ts'
import type { Call, WorkResult } from '../../service.ts'
import { nestsTooDeep } from '../../world/json-depth.ts'
import type { WorkItem } from '../../world/kernel.ts'
import { type Invocation, invocations, versionId, versions } from './collections.ts'
import { deliverFailure, retriesOf } from './event-failures.ts'
import { callIn } from './find.ts'
import type { FunctionAnswer } from './function-work.ts'
import { attempt } from './invoke.ts'
import { keepLog, logLines } from './logs.ts'

/** How long a result is kept for who waits for it, milliseconds. */
const KEPT_FOR = 60_000
/** Milliseconds before an event is tried again: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html */
const RETRY_AFTER = [60_000, 120_000]
/** Bytes of the log that LogResult tells: the API reference. */
const TAIL_BYTES = 4_096

/** The limit is ours. */
const TOO_DEEP = JSON.stringify({
	errorType: 'Runtime.MarshalError',
	errorMessage: 'The response nests too deep',
})

/** Takes what the host brought: the log is written, the call is over, or an event is tried again. */
export async function finishInvocation(work: WorkItem, result: WorkResult, asked: Call): Promise<void> {
	const [account = '', region = '', id = ''] = work.subject.split('|')
	const call = callIn(asked, { account, region })
	const invocation = call.world.get(invocations, call.scope, id)
	if (!invocation) return
	const version = call.world.get(versions, call.scope, versionId(invocation.functionName, invocation.version))
	const timeout = version?.timeout ?? 3
	const told = result.ok
		? (result.value as unknown as FunctionAnswer)
		: undone(invocation, result.reason, timeout)
	const answer = nestsTooDeep(told.payload) ? { ...told, ok: false, payload: TOO_DEEP } : told
	const lines = version ? logLines(invocation, version, answer, invocation.requestedAt) : []
	const log = lines.map(({ text }) => text).join('')
	if (version) await keepLog(call, version, lines)
	if (!answer.ok && invocation.isEvent && version && invocation.attempts <= retriesOf(call, invocation)) {
		const wait = RETRY_AFTER[invocation.attempts - 1] ?? 120_000
		return call.schedule(call.now + wait, `again|${invocation.id}`)
	}
	const payload = await call.blobs.put(Buffer.from(answer.payload))
	const tail = Buffer.from(log).subarray(-TAIL_BYTES).toString('utf8')
	call.world.put(invocations, call.scope, invocation.id, {
		...invocation,
		result: { ok: answer.ok, payload, logTail: tail },
	})
	call.schedule(call.now + KEPT_FOR, `forget|${invocation.id}`)
	if (invocation.isEvent && version) await deliverFailure(call, invocation, version, answer)
	call.announce('Ended', { id: invocation.id, ok: answer.ok, payload: answer.payload })
}

/** What there is to tell of a call whose worker was stopped. */
function undone({ id }: Invocation, reason: string, timeout: number): FunctionAnswer {
	const [errorType, text] =
		reason === 'timeout'
			? ['Sandbox.Timedout', `Task timed out after ${timeout.toFixed(2)} seconds`]
			: reason === 'memory'
				? ['Runtime.OutOfMemory', 'Runtime exited with error: signal: killed']
				: ['Runtime.ExitError', `Runtime exited with error: ${reason}`]
	const errorMessage = `RequestId: ${id} Error: ${text}`
	return {
		ok: false,
		payload: JSON.stringify({ errorType, errorMessage }),
		lines: [],
		durationMs: timeout * 1000,
	}
}

/** Moves a call on when its moment has come. */
export async function stepInvocation(call: Call, what: string, id: string): Promise<void> {
	const invocation = call.world.get(invocations, call.scope, id)
	if (!invocation) return
	if (what === 'forget') return void call.world.delete(invocations, call.scope, id)
	const version = call.world.get(versions, call.scope, versionId(invocation.functionName, invocation.version))
	if (!version) return void call.world.delete(invocations, call.scope, id)
	try {
		await call.world.attempt(() => attempt(call, invocation, version))
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		call.world.delete(invocations, call.scope, id)
	}
}
