import { AwsError } from '../../../aws-error.ts'
import { type Credential, findCredential } from '../../../identity/credentials.ts'
import type { Gate } from '../../../identity/gate.ts'
import { ANONYMOUS, type Principal } from '../../../identity/principal.ts'
import { hmac, signingKey } from '../../../identity/signature/canonical-request.ts'
import { badToken, expiredToken, mismatch, unknownKey } from '../../../identity/signature/refusals.ts'
import { isSame } from '../../../identity/signature/verify.ts'
import { loadModel } from '../../../wire/model.ts'
import { EMPTY, type HttpResponse, type ParsedRequest, utf8 } from '../../../wire/protocols/message.ts'
import { restXml } from '../../../wire/protocols/rest-xml.ts'
import { textElement } from '../../../wire/protocols/xml-writer.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { readForm, requireField } from './form-fields.ts'
import { assertFormAllowed } from './form-policy.ts'

// Uploads by a browser's form: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html

type Fields = Readonly<Record<string, string>>

interface Sender {
	sandbox: Sandbox
	principal: Principal
	region: string
}

/** The bucket that a request sends a form to, by path; undefined for what is no such request. */
export function formBucket({ method, path, query, headers }: ParsedRequest): string | undefined {
	if (method !== 'POST' || query.length > 0) return
	if (!/^multipart\/form-data\b/i.test(headers['content-type'] ?? '')) return
	const [, bucket = '', ...rest] = path.split('/')
	return bucket !== '' && rest.join('') === '' ? bucket : undefined
}

/** Puts the file of a form into a bucket, as whoever signed its policy. Throws AwsError. */
export async function answerForm(
	gate: Gate,
	bucket: string,
	request: ParsedRequest,
	requestId: string,
): Promise<HttpResponse> {
	const { fields, file } = await readForm(request)
	const key = requireField(fields, 'key')
	const { sandbox, principal, region } = await senderOf(gate, fields)
	// The name of the bucket is a field that nobody sends.
	if (fields.policy !== undefined)
		assertFormAllowed(fields.policy, { bucket, ...fields }, file.byteLength, gate.realNow())
	const model = loadModel('s3')
	const put = {
		method: 'PUT',
		path: `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
		query: [],
		headers: headersOf(fields),
		body: file,
	}
	const operation = restXml.findOperation(model, put)
	const call = { principal, scope: { account: principal.account, region }, service: 's3', requestId }
	const input = restXml.parseInput(model, operation, put)
	const output = await sandbox.call({ ...call, operation: operation.name, input })
	const { headers } = restXml.formatOutput(model, operation, (output ?? {}) as object, requestId)
	const location = `http://${request.headers.host ?? 'localhost'}${put.path}`
	return finish(fields, { bucket, key, location }, headers)
}

/** Fields are headers of the object, but those of the form itself. */
function headersOf(fields: Fields): Record<string, string> {
	const own =
		/^(key|policy|success_action_.*|redirect|x-amz-(algorithm|credential|date|signature|security-token)|x-ignore-.*)$/
	const { acl, ...others } = Object.fromEntries(Object.entries(fields).filter(([name]) => !own.test(name)))
	if (others.tagging !== undefined)
		throw new AwsError(
			'NotImplemented',
			'S3 tagging by a form is not emulated. What is: docs/emulator.md',
			501,
		)
	return { ...(acl !== undefined && { 'x-amz-acl': acl }), ...others }
}

/** Who sent a form: whoever signed its policy, or nobody in particular. */
async function senderOf(gate: Gate, fields: Fields): Promise<Sender> {
	if (fields['x-amz-credential'] === undefined && fields.policy === undefined) {
		const sandbox = await gate.findPublicSandbox?.(undefined)
		if (!sandbox) throw new AwsError('AccessDenied', 'Access Denied', 403)
		return { sandbox, principal: ANONYMOUS, region: 'us-east-1' }
	}
	const policy = requireField(fields, 'policy')
	requireField(fields, 'X-Amz-Algorithm')
	const [accessKeyId = '', date = '', region = '', service = ''] = requireField(
		fields,
		'X-Amz-Credential',
	).split('/')
	const value = requireField(fields, 'X-Amz-Signature')
	const sandbox = await gate.findSandbox(accessKeyId)
	const credential = sandbox && findCredential(sandbox.world, accessKeyId, sandbox.now())
	if (sandbox && gate.openTo)
		return { sandbox, principal: credential?.principal ?? gate.openTo(accessKeyId), region }
	if (!sandbox || !credential || credential.status === 'Inactive') throw unknownKey('s3', accessKeyId)
	const expected = hmac(signingKey(credential.secretAccessKey, { date, region, service }), policy)
	if (!isSame(value, expected)) {
		const evidence = { AWSAccessKeyId: accessKeyId, StringToSign: policy, SignatureProvided: value }
		throw mismatch('s3', evidence)
	}
	assertCurrent(credential, fields)
	return { sandbox, principal: credential.principal, region }
}

function assertCurrent({ sessionToken, expired }: Credential, fields: Fields): void {
	if (sessionToken !== fields['x-amz-security-token']) throw badToken('s3')
	if (expired) throw expiredToken('s3')
}

/** The answer that the form asks for: another page, 200, 201 with a document, or 204. */
function finish(
	fields: Fields,
	{ bucket, key, location }: { bucket: string; key: string; location: string },
	headers: Record<string, string>,
): HttpResponse {
	const etag = headers.etag ?? ''
	const told = { ...headers, location }
	const page = fields.success_action_redirect ?? fields.redirect
	if (page !== undefined && URL.canParse(page)) {
		const next = new URL(page)
		for (const [name, value] of Object.entries({ bucket, key, etag })) next.searchParams.set(name, value)
		return { status: 303, headers: { ...headers, location: next.href }, body: EMPTY }
	}
	if (fields.success_action_status === '200') return { status: 200, headers: told, body: EMPTY }
	if (fields.success_action_status !== '201') return { status: 204, headers: told, body: EMPTY }
	const values = Object.entries({ Location: location, Bucket: bucket, Key: key, ETag: etag })
	const elements = values.map(([name, value]) => textElement(name, value)).join('')
	return {
		status: 201,
		headers: { ...told, 'content-type': 'application/xml' },
		body: utf8(`<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${elements}</PostResponse>`),
	}
}
