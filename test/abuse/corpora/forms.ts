import { postedForm } from '#app/platform/posted-form.ts'
import { MAX_BODY_BYTES } from '#app/platform/request-refusal.server.ts'
import { abuse } from './abuse.ts'

/** Makes ready a form of the site's largest size; to be read for the status of its refusal. */
function form(type: string, field: string, end = '') {
	const body = field.repeat(Math.floor((MAX_BODY_BYTES - end.length) / field.length)) + end
	const init = { method: 'POST', body, headers: { 'content-type': type } }
	return () => {
		const request = new Request('http://localhost/connexion', init)
		return () =>
			postedForm(request).then(
				() => 200,
				({ status }: Response) => status,
			)
	}
}

const part = '--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'

export const forms = [
	abuse(
		'a form of as many fields as there is room for',
		400,
		form('application/x-www-form-urlencoded', 'a=1&'),
	),
	abuse(
		'a form of as many parts as there is room for',
		400,
		form('multipart/form-data; boundary=X', part, '--X--\r\n'),
	),
	abuse('a form of one long field', 200, form('application/x-www-form-urlencoded', '%41')),
]
