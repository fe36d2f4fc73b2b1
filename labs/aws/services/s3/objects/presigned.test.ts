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

test('conditions that were signed into an address bind whoever uses it', async () => {
	const { s3, put, ask, presign } = await openSigning()
	await put('a', 'première')
	for (const name of ['if-none-match', 'If-None-Match']) {
		const answer = await ask('PUT', await presign('PUT', 'a', { query: { [name]: '*' } }), {}, 'seconde')
		expect(answer.status).toBe(412)
		expect(answer.text).toContain('<Code>PreconditionFailed</Code>')
	}
	const stale = await presign('GET', 'a', { query: { 'If-Match': '"autre"' } })
	expect((await ask('GET', stale)).status).toBe(412)
	expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).toMatchObject({ ContentLength: 9 })
	const fresh = await presign('PUT', 'b', { query: { 'If-None-Match': '*', 'X-Amz-Meta-Auteur': 'camille' } })
	expect((await ask('PUT', fresh, {}, 'x')).status).toBe(200)
	expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'b' }))).toMatchObject({
		Metadata: { auteur: 'camille' },
	})
})

test('the hash of the payload may be added to an address without being signed', async () => {
	const { put, ask, presign } = await openSigning()
	await put('a', 'Bonjour')
	const address = (await presign('GET', 'a')).replace('X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&', '')
	const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
	expect((await ask('GET', address, { 'x-amz-content-sha256': empty })).status).toBe(200)
	expect((await ask('GET', address, { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })).status).toBe(200)
	const other = await ask('PUT', await presign('PUT', 'a'), { 'x-amz-content-sha256': empty }, 'x')
	expect(other.status).toBe(400)
	expect(other.text).toContain('<Code>XAmzContentSHA256Mismatch</Code>')
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
