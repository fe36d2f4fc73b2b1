/**
 * The form that was posted. What is no form at all, or has a NUL in it, which no
 * database takes in a text, is refused with 400 and not logged as a failure of ours.
 */
export async function postedForm(request: Request): Promise<FormData> {
	const form = await request.formData().catch(() => undefined)
	const isSound = form && [...form].every(([, value]) => typeof value !== 'string' || !value.includes('\0'))
	if (form && isSound) return form
	throw new Response('Ce formulaire n’a pas pu être lu. Rechargez la page, puis envoyez-le à nouveau.', {
		status: 400,
	})
}
