import { occursMore } from '#labs/aws/wire/protocols/occurrences.ts'

/** Fields that a form may have; to take more apart would keep others waiting. */
const FIELDS = 2_000

/**
 * The form that was posted. What is no form at all, has too many fields, or has
 * a NUL in it, which no database takes in a text, is refused with 400 and not
 * logged as a failure of ours.
 */
export async function postedForm(request: Request): Promise<FormData> {
	const form = await readForm(request).catch(() => undefined)
	const isSound = form && [...form].every(([, value]) => typeof value !== 'string' || !value.includes('\0'))
	if (form && isSound) return form
	throw new Response('Ce formulaire n’a pas pu être lu. Rechargez la page, puis envoyez-le à nouveau.', {
		status: 400,
	})
}

async function readForm(request: Request): Promise<FormData | undefined> {
	const type = request.headers.get('content-type') ?? ''
	const body = Buffer.from(await request.arrayBuffer())
	if (occursMore(body, type.startsWith('multipart/') ? '\r\n--' : '&', FIELDS)) return
	return new Response(body, { headers: { 'content-type': type } }).formData()
}
