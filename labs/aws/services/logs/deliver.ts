import { AwsError } from '../../aws-error.ts'
import type { Principal } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import { EVENT_OVERHEAD } from './events/chunks.ts'

// How other services write their logs: by the API, under the principal whose right it is.

export interface LogLine {
	/** Epoch milliseconds. */
	at: number
	text: string
}

export interface LogTarget {
	group: string
	stream: string
}

/** What one PutLogEvents takes. */
const EVENTS_AT_ONCE = 10_000
const BYTES_AT_ONCE = 1_048_576
const SPAN_MS = 24 * 3_600_000

/** Makes a stream, and its group where there is none. Throws AwsError when the principal may not. */
export async function openLog(
	call: Call,
	principal: Principal,
	{ group: logGroupName, stream: logStreamName }: LogTarget,
): Promise<void> {
	const createStream = () =>
		call.invoke(principal, 'logs', 'CreateLogStream', { logGroupName, logStreamName }).catch(unlessThere)
	try {
		await createStream()
	} catch (error) {
		if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error
		await call.invoke(principal, 'logs', 'CreateLogGroup', { logGroupName }).catch(unlessThere)
		await createStream()
	}
}

function unlessThere(error: unknown): void {
	if (error instanceof AwsError && error.code === 'ResourceAlreadyExistsException') return
	throw error
}

/**
 * Writes lines, in the order of their time, to a stream that there is. Answers
 * false when it may not or there is no room: nobody's work fails for its log.
 */
export async function writeLog(
	call: Call,
	principal: Principal,
	{ group: logGroupName, stream: logStreamName }: LogTarget,
	lines: ReadonlyArray<LogLine>,
): Promise<boolean> {
	try {
		for (const batch of batches(lines)) {
			const logEvents = batch.map(({ at, text }) => ({ timestamp: at, message: text }))
			await call.invoke(principal, 'logs', 'PutLogEvents', { logGroupName, logStreamName, logEvents })
		}
		return true
	} catch (error) {
		if (error instanceof AwsError) return false
		throw error
	}
}

function batches(lines: ReadonlyArray<LogLine>): Array<Array<LogLine>> {
	const found: Array<Array<LogLine>> = []
	let [batch, bytes]: [Array<LogLine>, number] = [[], 0]
	for (const line of lines) {
		const size = Buffer.byteLength(line.text) + EVENT_OVERHEAD
		const isFull = batch.length >= EVENTS_AT_ONCE || bytes + size > BYTES_AT_ONCE
		if (batch[0] && (isFull || line.at - batch[0].at > SPAN_MS)) {
			found.push(batch)
			;[batch, bytes] = [[], 0]
		}
		batch.push(line)
		bytes += size
	}
	if (batch.length > 0) found.push(batch)
	return found
}

/** The lines of a blob that the build host wrote: a JSON text of each, line by line. */
export async function linesOf(call: Call, blob: string): Promise<Array<LogLine>> {
	const text = Buffer.from(await call.blobs.get(blob)).toString()
	return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LogLine]))
}
