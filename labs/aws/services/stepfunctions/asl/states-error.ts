/** An error that a state may retry or catch, by a name such as `States.TaskFailed` or a function's own. */
export class StatesError extends Error {
	override readonly name = 'StatesError'
	readonly error: string

	constructor(error: string, cause: string) {
		super(cause)
		this.error = error
	}
}

/** What nothing retries or catches but `States.ALL`: the definition does not fit its input. */
export function runtimeError(cause: string): StatesError {
	return new StatesError('States.Runtime', cause)
}
