/** The JSON that a script of ours posted; undefined when it is none, or longer than so many bytes: it is parsed at once. */
export async function postedJson(request: Request, bytes: number): Promise<unknown> {
	const body = await request.arrayBuffer()
	if (body.byteLength > bytes) return
	try {
		return JSON.parse(Buffer.from(body).toString('utf8'))
	} catch {
		return
	}
}
