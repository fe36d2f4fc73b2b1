import type { AwsError } from '../../../aws-error.ts'
import { type HttpResponse, utf8 } from '../../../wire/protocols/message.ts'
import { escapeXml } from '../../../wire/protocols/xml-writer.ts'

const REASONS: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	412: 'Precondition Failed',
	416: 'Requested Range Not Satisfiable',
	500: 'Internal Server Error',
}

/** A website's own page for an error: https://docs.aws.amazon.com/AmazonS3/latest/userguide/CustomErrorDocSupport.html */
export function errorPage(
	error: AwsError,
	requestId: string,
	/** Why the site's own error document could not be shown instead. */
	documentError?: AwsError,
): HttpResponse {
	const title = `${error.status} ${REASONS[error.status] ?? ''}`.trim()
	const lines = [
		'<html>',
		`<head><title>${title}</title></head>`,
		'<body>',
		`<h1>${title}</h1>`,
		...list({ ...detailsOf(error), RequestId: requestId, HostId: requestId }),
		...(documentError
			? [
					'<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>',
					...list(detailsOf(documentError)),
				]
			: []),
		'<hr/>',
		'</body>',
		'</html>',
		'',
	]
	const headers = { ...errorHeaders(error), 'content-type': 'text/html; charset=utf-8' }
	return { status: error.status, headers, body: utf8(lines.join('\n')) }
}

/** What an error is, for clients that read no page. */
export function errorHeaders({ code, message, fields }: AwsError): Record<string, string> {
	const details = Object.entries(fields).map(([name, value]) => [
		`x-amz-error-detail-${name.toLowerCase()}`,
		encodeURIComponent(String(value)),
	])
	return {
		'x-amz-error-code': code,
		'x-amz-error-message': message,
		...Object.fromEntries(details),
	}
}

function detailsOf({ code, message, fields }: AwsError): Record<string, unknown> {
	return { Code: code, Message: message, ...fields }
}

function list(details: Record<string, unknown>): Array<string> {
	const items = Object.entries(details).map(
		([name, value]) => `<li>${name}: ${escapeXml(String(value))}</li>`,
	)
	return ['<ul>', ...items, '</ul>']
}
