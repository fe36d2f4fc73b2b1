/** A call that the CLI refuses before anything is sent. The exit codes are the real CLI's. */
export class UsageError extends Error {
	override readonly name = 'UsageError'
	/** 252: the command line is wrong; 253: the configuration; 255: anything else on this side. */
	readonly exitCode: number

	constructor(message: string, exitCode = 252) {
		super(message)
		this.exitCode = exitCode
	}
}
