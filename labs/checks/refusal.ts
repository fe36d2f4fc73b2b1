/** AWS's words when a call is refused for want of rights or of a bucket; undefined when it went through. Other errors are thrown. */
export async function refusalOf(call: Promise<unknown>): Promise<string | undefined> {
	try {
		await call
	} catch (error) {
		if (error instanceof Error && /^AccessDenied|^NoSuchBucket$/.test(error.name)) return error.message
		throw error
	}
}

/** What a call answers, or undefined when the bucket or the object is not there, or closed by its own policy. */
export async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
	try {
		return await call
	} catch (error) {
		// Not every operation models these errors, so that their classes do not tell.
		if (error instanceof Error && /^(NoSuch(Bucket|Key)|AccessDenied)$/.test(error.name)) return
		throw error
	}
}

/** The code under which a service refuses a call, or undefined when it went through. What is no refusal is thrown. */
export async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
	try {
		await call
	} catch (error) {
		if (error instanceof Error && '$metadata' in error) return error.name
		throw error
	}
}
