import { HeadObjectCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { percentEncodeQuery } from '../../../wire/protocols/message.ts'
import { Bucket, openBucket } from '../bucket.fixture.ts'

interface Signer {
	presign(request: object, options: object): Promise<{ query: Record<string, string> }>
}

/** A bucket, and addresses in it that the SDK's own signer has signed. */
async function openSigning() {
	const opened = await openBucket()
	const { signer } = opened.s3.config as unknown as { signer(scheme: object): Promise<Signer> }
	const scheme = { name: 'sigv4', signingName: 's3', signingRegion: 'eu-west-3', properties: {} }

	async function presign(
		method: string,
		key: string,
		{ headers = {}, query = {}, expiresIn = 60, signingDate = new Date() } = {},
	): Promise<string> {
		const path = `/${Bucket}/${key}`
		const request = {
			method,
			protocol: 'http:',
			hostname: 'localhost',
			port: 4566,
			path,
			query,
			headers: { host: 'localhost:4566', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...headers },
		}
		const signed = await (await signer(scheme)).presign(
			{ ...request, clone: () => request },
			{ expiresIn, signingDate },
		)
		return path + percentEncodeQuery(signed.query)
	}
	return { ...opened, presign }
}

test('an address that was signed is read by whoever has it, with the headers that it names', async () => {
	const { put, ask, presign } = await openSigning()
	await put('été.txt', 'Bonjour')
	const query = { 'response-content-disposition': 'attachment; filename="ete.txt"' }
	const address = await presign('GET', '%C3%A9t%C3%A9.txt', { query })
	const answer = await ask('GET', address)
	expect(answer).toMatchObject({ status: 200, text: 'Bonjour' })
	expect(answer.headers['content-disposition']).toBe('attachment; filename="ete.txt"')
	expect((await ask('DELETE', address)).status).toBe(403)
})

test('an address that was signed to write takes any bytes, with the metadata that was signed', async () => {
	const { s3, ask, presign } = await openSigning()
	const address = await presign('PUT', 'a', { headers: { 'x-amz-meta-auteur': 'camille' } })
	expect(address).toContain('x-amz-meta-auteur=camille')
	const answer = await ask('PUT', address, { 'content-type': 'text/plain' }, 'Bonjour')
	expect(answer.status).toBe(200)
	expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).toMatchObject({
		ContentLength: 7,
		ContentType: 'text/plain',
		Metadata: { auteur: 'camille' },
	})
})

test('a header of S3 that was not signed is refused', async () => {
	const { ask, presign } = await openSigning()
	const address = await presign('PUT', 'a')
	const answer = await ask('PUT', address, { 'x-amz-meta-intrus': 'x', 'x-amz-acl': 'private' }, 'x')
	expect(answer.status).toBe(403)
	expect(answer.text).toContain(
		'<Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message><HeadersNotSigned>x-amz-meta-intrus, x-amz-acl</HeadersNotSigned>',
	)
})

test('an address is good for its time, for its key, and as it is', async () => {
	const { put, ask, presign } = await openSigning()
	await put('a', 'x')
	await put('b', 'x')
	const signingDate = new Date(Date.now() - 61_000)
	const late = await ask('GET', await presign('GET', 'a', { signingDate }))
	expect(late.status).toBe(403)
	expect(late.text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>')
	const address = await presign('GET', 'a')
	expect((await ask('GET', address)).status).toBe(200)
	const moved = await ask('GET', address.replace(`/${Bucket}/a?`, `/${Bucket}/b?`))
	expect(moved.status).toBe(403)
	expect(moved.text).toContain('<Code>SignatureDoesNotMatch</Code>')
})

test('a page may write to a signed address when the bucket lets its origin', async () => {
	const { s3, ask, presign } = await openSigning()
	const origin = 'https://site.exemple.fr'
	const CORSRules = [{ AllowedOrigins: [origin], AllowedMethods: ['PUT'], AllowedHeaders: ['*'] }]
	await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }))
	const address = await presign('PUT', 'a')
	const preflight = await ask('OPTIONS', address, {
		origin,
		'access-control-request-method': 'PUT',
		'access-control-request-headers': 'content-type',
	})
	expect(preflight.status).toBe(200)
	const answer = await ask('PUT', address, { origin, 'content-type': 'text/plain' }, 'x')
	expect(answer.status).toBe(200)
	expect(answer.headers['access-control-allow-origin']).toBe(origin)
})
