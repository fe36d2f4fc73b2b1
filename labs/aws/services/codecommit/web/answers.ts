import { EMPTY, type HttpResponse, utf8 } from '../../../wire/protocols/message.ts'

const NO_CACHE = {
	'cache-control': 'no-cache, max-age=0, must-revalidate',
	expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
	pragma: 'no-cache',
}

/** An answer of one of git's services. */
export function gitAnswer(type: string, body: Uint8Array): HttpResponse {
	return { status: 200, headers: { 'content-type': type, ...NO_CACHE }, body }
}

/** Git sends a name and a password only when it is asked for them. */
export function askWho(): HttpResponse {
	const headers = { 'www-authenticate': 'Basic realm="AWS CodeCommit"', ...NO_CACHE }
	return { status: 401, headers, body: EMPTY }
}

/** Final to git, which shows the status alone; the text is for who looks. */
export function gitRefusal(status: 400 | 403 | 404 | 413, text: string): HttpResponse {
	return {
		status,
		headers: { 'content-type': 'text/plain; charset=utf-8', ...NO_CACHE },
		body: utf8(`${text}\n`),
	}
}
