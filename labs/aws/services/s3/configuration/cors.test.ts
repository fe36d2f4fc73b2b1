import {
	type CORSRule,
	DeleteBucketCorsCommand,
	GetBucketCorsCommand,
	PutBucketCorsCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

const ORIGIN = 'https://site.exemple.fr'
const RULE: CORSRule = {
	AllowedOrigins: ['https://*.exemple.fr'],
	AllowedMethods: ['GET', 'PUT'],
	AllowedHeaders: ['content-*', 'x-amz-meta-auteur'],
	ExposeHeaders: ['ETag'],
	MaxAgeSeconds: 3000,
}

async function openShared(...CORSRules: Array<CORSRule>) {
	const opened = await openBucket()
	const configure = (...rules: Array<CORSRule>) =>
		opened.s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: rules } }))
	if (CORSRules.length > 0) await configure(...CORSRules)
	const preflight = (headers: Record<string, string>) => opened.ask('OPTIONS', `/${Bucket}/a`, headers)
	return { ...opened, configure, preflight }
}

test('rules are kept, given back and taken away', async () => {
	const { s3 } = await openShared(RULE)
	const get = () => s3.send(new GetBucketCorsCommand({ Bucket }))
	expect((await get()).CORSRules).toEqual([RULE])
	await s3.send(new DeleteBucketCorsCommand({ Bucket }))
	await expect(get()).rejects.toMatchObject(
		refused('NoSuchCORSConfiguration', 'The CORS configuration does not exist', 404),
	)
})

test('rules that no browser could follow are refused', async () => {
	const { configure } = await openShared()
	await expect(configure({ ...RULE, AllowedMethods: ['PATCH'] })).rejects.toMatchObject(
		refused(
			'InvalidRequest',
			'Found unsupported HTTP method in CORS config. Unsupported method is PATCH',
			400,
		),
	)
	await expect(configure({ ...RULE, AllowedOrigins: ['https://*.*'] })).rejects.toMatchObject(
		refused('InvalidRequest', 'AllowedOrigin "https://*.*" can not have more than one wildcard.', 400),
	)
	await expect(configure({ ...RULE, ExposeHeaders: ['x-*'] })).rejects.toMatchObject(
		refused(
			'InvalidRequest',
			'ExposeHeader "x-*" contains wildcard. We currently do not support wildcard for ExposeHeader.',
			400,
		),
	)
})

test('a preflight is answered by the first rule that allows what would follow', async () => {
	const { preflight } = await openShared(RULE)
	const allowed = await preflight({
		origin: ORIGIN,
		'access-control-request-method': 'PUT',
		'access-control-request-headers': 'Content-Type, X-Amz-Meta-Auteur',
	})
	expect(allowed).toMatchObject({
		status: 200,
		text: '',
		headers: {
			'access-control-allow-origin': ORIGIN,
			'access-control-allow-methods': 'GET, PUT',
			'access-control-allow-headers': 'content-type, x-amz-meta-auteur',
			'access-control-expose-headers': 'ETag',
			'access-control-max-age': '3000',
			'access-control-allow-credentials': 'true',
			vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
		},
	})
})

test('a preflight that nothing allows is refused, each time with the reason', async () => {
	const { preflight, ask, s3 } = await openShared(RULE)
	const method = { 'access-control-request-method': 'GET' }
	const forbidden = (why: string, resource: string) => [
		'<Code>AccessForbidden</Code>',
		`<Message>CORSResponse: ${why}</Message><Method>GET</Method><ResourceType>${resource}</ResourceType>`,
	]
	const check = async (answer: { status: number; text: string }, status: number, texts: Array<string>) => {
		expect(answer.status).toBe(status)
		for (const text of texts) expect(answer.text).toContain(text)
	}
	const notAllowed = forbidden(
		"This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
		'OBJECT',
	)
	await check(await preflight({ origin: 'https://autre.fr', ...method }), 403, notAllowed)
	await check(
		await preflight({ origin: ORIGIN, ...method, 'access-control-request-headers': 'x-autre' }),
		403,
		notAllowed,
	)
	await check(await preflight(method), 400, [
		'<Code>BadRequest</Code>',
		'<Message>Insufficient information. Origin request header needed.</Message>',
	])
	await check(await preflight({ origin: ORIGIN }), 400, [
		'<Message>Invalid Access-Control-Request-Method: null</Message>',
	])
	await check(
		await ask('OPTIONS', '/pas-de-seau/a', { origin: ORIGIN, ...method }),
		403,
		forbidden('Bucket not found', 'BUCKET'),
	)
	await s3.send(new DeleteBucketCorsCommand({ Bucket }))
	await check(
		await preflight({ origin: ORIGIN, ...method }),
		403,
		forbidden('CORS is not enabled for this bucket.', 'BUCKET'),
	)
})

test('answers and refusals can be read by the pages that a rule names, and by no other', async () => {
	const { put, ask, openToAll } = await openShared(RULE)
	await put('a', 'x')
	await openToAll()
	const read = async (key: string, origin: string) =>
		(await ask('GET', `/${Bucket}/${key}`, { origin })).headers['access-control-allow-origin']
	expect(await read('a', ORIGIN)).toBe(ORIGIN)
	expect(await read('absent', ORIGIN)).toBe(ORIGIN)
	expect(await read('a', 'https://autre.fr')).toBeUndefined()
	expect((await ask('GET', `/${Bucket}/a`)).headers.vary).toBeUndefined()
})

test('a rule for every origin says so, and sends no credentials', async () => {
	const { preflight } = await openShared({ AllowedOrigins: ['*'], AllowedMethods: ['GET'] })
	const { headers } = await preflight({ origin: ORIGIN, 'access-control-request-method': 'GET' })
	expect(headers['access-control-allow-origin']).toBe('*')
	expect(headers['access-control-allow-credentials']).toBeUndefined()
})
