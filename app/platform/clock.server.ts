let current = () => new Date()

/** The server's time: the only one that counts for deadlines, sessions and dates of issue. */
export function now(): Date {
	return current()
}

/** Tests hold the clock; disposing the result gives back the real one. */
export function holdClock(clock: () => Date): Disposable {
	current = clock
	return {
		[Symbol.dispose]() {
			current = () => new Date()
		},
	}
}
