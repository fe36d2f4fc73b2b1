import type { Json } from '../../world/json.ts'

// What the host of guests is asked for when a function is invoked, and what comes back.

export interface FunctionRequest {
	/** The zip of its code, by the name of its blob. */
	code: string
	/** `file.export`, e.g. `index.handler`. */
	handler: string
	event: Json
	/** Members of the handler's context; its functions are the runtime's. */
	context: Readonly<Record<string, Json>>
	env: Readonly<Record<string, string>>
	/** Epoch milliseconds of the function's own time. */
	startsAt: number
	timeoutMs: number
	seed: string
}

/** A line that the function wrote. */
export interface FunctionLine {
	/** Its own time, epoch milliseconds. */
	at: number
	text: string
}

export interface FunctionAnswer {
	/** Whether the handler answered; else the payload is an error in Lambda's form. */
	ok: boolean
	/** JSON text. */
	payload: string
	lines: ReadonlyArray<FunctionLine>
	/** Milliseconds of the function's own time. */
	durationMs: number
}
