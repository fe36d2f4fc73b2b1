/** A refusal, or the failure of an action, as a client saw it. */
export interface Seen {
	code: string
	message: string
}

/** How the service refused a call; throws when it did not. */
export async function refusalOf(call: Promise<unknown>): Promise<Seen> {
	const answer = await call.then(
		(value) => ({ value }),
		(error: Error & { $metadata?: { httpStatusCode?: number } }) => error,
	)
	if (!(answer instanceof Error)) throw new Error(`Not refused: ${JSON.stringify(answer.value)}`)
	if (answer.$metadata?.httpStatusCode !== 400) throw answer
	return { code: answer.name, message: answer.message }
}
