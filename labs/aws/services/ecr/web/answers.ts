import type { AwsError } from '../../../aws-error.ts'
import { EMPTY, type HttpResponse, utf8 } from '../../../wire/protocols/message.ts'

const VERSION = { 'docker-distribution-api-version': 'registry/2.0' }

export function answer(
	status: number,
	headers: Record<string, string> = {},
	body: Uint8Array = EMPTY,
): HttpResponse {
	return { status, headers: { ...VERSION, ...headers }, body }
}

export function refusal(status: number, code: string, message: string): HttpResponse {
	const body = utf8(JSON.stringify({ errors: [{ code, message }] }))
	return answer(status, { 'content-type': 'application/json' }, body)
}

/** Docker sends a name and a password only when it is asked for them. */
export function askWho(): HttpResponse {
	const asked = refusal(401, 'UNAUTHORIZED', 'authentication required')
	return { ...asked, headers: { ...asked.headers, 'www-authenticate': 'Basic realm="Amazon ECR"' } }
}

/** What the API's refusals are in the protocol. */
const CODES: Readonly<Record<string, readonly [status: number, code: string]>> = {
	AccessDeniedException: [403, 'DENIED'],
	RepositoryNotFoundException: [404, 'NAME_UNKNOWN'],
	ImageNotFoundException: [404, 'MANIFEST_UNKNOWN'],
	LayersNotFoundException: [404, 'BLOB_UNKNOWN'],
	UploadNotFoundException: [404, 'BLOB_UPLOAD_UNKNOWN'],
	InvalidLayerException: [400, 'DIGEST_INVALID'],
	ImageDigestDoesNotMatchException: [400, 'DIGEST_INVALID'],
	ImageTagAlreadyExistsException: [400, 'TAG_INVALID'],
	InvalidParameterException: [400, 'MANIFEST_INVALID'],
}

export function told({ code, message }: AwsError): HttpResponse {
	const [status, name] = CODES[code] ?? [400, 'UNSUPPORTED']
	return refusal(status, name, message)
}
