import type { FunctionAnswer, FunctionRequest } from '#labs/aws/services/lambda/function-work.ts'

/** A call of a function as a worker takes it: its world's request, with the bytes in it. */
export type FunctionJob = Omit<FunctionRequest, 'code'> & {
	zip: Uint8Array
	/** Where it reaches the AWS of its world; without one it reaches nothing. */
	endpoint?: string
}

/** What a worker brings back. */
export type FunctionOutcome = FunctionAnswer
