// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a form writes the file’s name like that
import { createHmac } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { connect } from '../../../emulator.fixture.ts'
import { Bucket, openBucket } from '../bucket.fixture.ts'

const FILE = 'Bonjour'

/** A bucket, and forms for it that were signed as `generate_presigned_post` signs them. */
async function openForms() {
	const opened = await openBucket()
	const { accessKeyId, secretAccessKey } = opened.settings.credentials

	function sign(
		fields: Record<string, string>,
		conditions: Array<unknown>,
		lifetime = 60_000,
		secret = secretAccessKey,
	) {
		const now = new Date()
		const date = now.toISOString().replace(/[-:]|\.\d+/g, '')
		const day = date.slice(0, 8)
		const signing = {
			'x-amz-algorithm': 'AWS4-HMAC-SHA256',
			'x-amz-credential': `${accessKeyId}/${day}/eu-west-3/s3/aws4_request`,
			'x-amz-date': date,
		}
		const expiration = new Date(now.getTime() + lifetime).toISOString()
		const all = [...conditions, ...Object.entries(signing).map(([name, value]) => ({ [name]: value }))]
		const policy = Buffer.from(JSON.stringify({ expiration, conditions: all })).toString('base64')
		const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()
		const scoped = [day, 'eu-west-3', 's3', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${secret}`)
		const signature = hmac(scoped, policy).toString('hex')
		return { ...fields, ...signing, policy, 'x-amz-signature': signature }
	}

	async function post(
		fields: Record<string, string>,
		file: string | undefined = FILE,
		host = 'localhost:4566',
	) {
		const form = new FormData()
		for (const [name, value] of Object.entries(fields)) form.append(name, value)
		if (file !== undefined) form.append('file', new Blob([file]), 'photo d’été.txt')
		const request = new Request('http://localhost/', { method: 'POST', body: form })
		const url = host === 'localhost:4566' ? `/${Bucket}` : '/'
		const answer = await opened.emulator.fetch({
			...{ method: 'POST', url },
			headers: { host, 'content-type': request.headers.get('content-type') ?? '' },
			body: new Uint8Array(await request.arrayBuffer()),
		})
		return { ...answer, text: Buffer.from(answer.body).toString() }
	}

	return { ...opened, sign, post }
}

const KEY = [{ bucket: Bucket }, ['starts-with', '$key', 'envois/']]

test('a signed form puts its file, under a name that it may take from the file', async () => {
	const { s3, sign, post } = await openForms()
	const fields = { key: 'envois/${filename}', 'Content-Type': 'text/plain', 'x-amz-meta-auteur': 'ada' }
	const conditions = [...KEY, ['starts-with', '$Content-Type', 'text/'], { 'x-amz-meta-auteur': 'ada' }]
	const answer = await post(sign(fields, conditions))
	expect([answer.status, answer.text]).toEqual([204, ''])
	const Key = 'envois/photo d’été.txt'
	expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
		ContentLength: 7,
		ContentType: 'text/plain',
		Metadata: { auteur: 'ada' },
	})
	const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
	expect(await Body?.transformToString()).toBe(FILE)
})

test('a form says how it wants to be answered, and where it goes', async () => {
	const { sign, post } = await openForms()
	const created = await post(
		sign({ key: 'envois/a', success_action_status: '201' }, [...KEY, { success_action_status: '201' }]),
		FILE,
		`${Bucket}.localhost:4566`,
	)
	expect(created).toMatchObject({ status: 201, headers: { 'content-type': 'application/xml' } })
	expect(created.text).toContain(`<Bucket>${Bucket}</Bucket><Key>envois/a</Key>`)
	const page = 'https://site.exemple/merci?x=1'
	const sent = await post(
		sign({ key: 'envois/b', success_action_redirect: page }, [
			...KEY,
			['eq', '$success_action_redirect', page],
		]),
	)
	expect(sent.status).toBe(303)
	expect(sent.headers.location).toMatch(
		new RegExp(`^https://site\\.exemple/merci\\?x=1&bucket=${Bucket}&key=envois%2Fb&etag=%22`),
	)
})

test('a form is held to its policy', async () => {
	const { sign, post } = await openForms()
	const refusals: Array<
		[answer: Awaited<ReturnType<typeof post>>, status: number, code: string, message: string]
	> = [
		[
			await post(sign({ key: 'ailleurs/a' }, KEY)),
			403,
			'AccessDenied',
			'Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "envois/"]',
		],
		[
			await post(sign({ key: 'envois/a', acl: 'private' }, KEY)),
			403,
			'AccessDenied',
			'Invalid according to Policy: Extra input fields: acl',
		],
		[
			await post(sign({ key: 'envois/a' }, KEY, -1)),
			403,
			'AccessDenied',
			'Invalid according to Policy: Policy expired.',
		],
		[
			await post(sign({ key: 'envois/a' }, [...KEY, ['content-length-range', 1, 5]])),
			400,
			'EntityTooLarge',
			'Your proposed upload exceeds the maximum allowed size',
		],
		[
			await post(sign({ key: 'envois/a' }, [...KEY, ['content-length-range', 8, 9]])),
			400,
			'EntityTooSmall',
			'Your proposed upload is smaller than the minimum allowed size',
		],
		[
			await post(sign({ key: 'envois/a' }, KEY, 60_000, 'wrong')),
			403,
			'SignatureDoesNotMatch',
			'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
		],
		[
			await post(sign({}, KEY)),
			400,
			'InvalidArgument',
			"Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
		],
		[
			await post({ key: 'envois/a', policy: 'e30=' }),
			400,
			'InvalidArgument',
			"Bucket POST must contain a field named 'X-Amz-Algorithm'.  If it is specified, please check the order of the fields.",
		],
	]
	for (const [answer, status, code, message] of refusals) {
		expect(answer.status).toBe(status)
		expect(answer.text.replaceAll('&quot;', '"')).toContain(
			`<Code>${code}</Code><Message>${message}</Message>`,
		)
	}
})

test('a form without a policy is nobody’s, and without a file no upload', async () => {
	const { sign, post, s3 } = await openForms()
	expect(await post({ key: 'envois/a' })).toMatchObject({ status: 403 })
	const empty = await post({ ...sign({ key: 'envois/a' }, KEY) }, '')
	expect(empty.status).toBe(204)
	expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'envois/a' }))).toMatchObject({
		ContentLength: 0,
	})
})

test('a broken form is told so', async () => {
	const { emulator } = await connect()
	const headers = { host: 'localhost:4566', 'content-type': 'multipart/form-data; boundary=x' }
	const answer = await emulator.fetch({ method: 'POST', url: '/seau', headers, body: Buffer.from('nope') })
	expect(answer.status).toBe(400)
	expect(Buffer.from(answer.body).toString()).toContain('<Code>MalformedPOSTRequest</Code>')
})
