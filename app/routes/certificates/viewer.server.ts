/** Until accounts are there, nobody is signed in. */
export async function viewerId(_request: Request): Promise<string | null> {
	return null
}
