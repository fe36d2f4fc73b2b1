import { expect, test } from 'vitest'
import { AwsError } from '../aws-error.ts'
import { createEmulator } from '../emulator.ts'
import { services } from '../services.ts'
import { modelNames } from './model.ts'
import { readCbor } from './protocols/cbor-reader.ts'
import type { HttpRequest } from './protocols/message.ts'
import { parseQuery } from './protocols/message.ts'
import { Router } from './routing.ts'

const CBOR = { 'smithy-protocol': 'rpc-v2-cbor' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

function signedFor(service: string): Record<string, string> {
	const scope = `20261125/eu-west-3/${service}/aws4_request`
	return {
		authorization: `AWS4-HMAC-SHA256 Credential=A/${scope}, SignedHeaders=host, Signature=0`,
		'x-amz-date': '20261125T100000Z',
	}
}

function find(router: Router, method: string, url: string, headers: Record<string, string>) {
	const [path = '', search = ''] = url.split('?')
	const isForm = 'content-type' in headers
	const body = Buffer.from(isForm ? search : '')
	const request = { method, path, query: isForm ? [] : parseQuery(search), headers, body }
	const { service, protocol, model } = router.find(request)
	const { headers: answered } = protocol.formatError(model, new AwsError('X', 'x'), 'r', method)
	return [service, answered['content-type']]
}

test.each<[string, string, Record<string, string>, string]>([
	['POST', '/service/GraniteServiceVersion20100801/operation/ListMetrics', CBOR, 'application/cbor'],
	[
		'POST',
		'/',
		{ 'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics' },
		'application/x-amz-json-1.0',
	],
	['POST', '/', FORM, 'text/xml'],
	['GET', '/?Action=ListMetrics', {}, 'text/xml'],
	['POST', '/', {}, 'application/cbor'],
])('CloudWatch is spoken to in what a request is in: %s %s', (method, url, headers, contentType) => {
	const router = new Router(['cloudwatch', 's3'])
	const signed = { ...headers, ...signedFor('monitoring') }
	expect(find(router, method, url, signed)).toEqual(['cloudwatch', contentType])
})

test.each<[string, Record<string, string>, string]>([
	['/service/GraniteServiceVersion20100801/operation/ListMetrics', CBOR, 'cloudwatch'],
	['/', { 'x-amz-target': 'AmazonSQS.ListQueues' }, 'sqs'],
	['/', { host: 'lambda.localhost' }, 'lambda'],
	['/bucket/key', { host: 'localhost' }, 's3'],
	['/?Action=ListQueues&Version=2012-11-05', { host: 'localhost', ...FORM }, 'sqs'],
])('a request without a signature names its service by path, target or host: %s', (url, headers, service) => {
	const router = new Router(['cloudwatch', 'sqs', 'lambda', 's3'])
	expect(find(router, 'POST', url, headers)[0]).toBe(service)
})

/** The answer of an emulator that emulates none of what is asked here. */
async function ask(method: string, url: string, headers: Record<string, string>, body = '') {
	const findSandbox = async () => undefined
	const onError = (error: unknown) => {
		throw error
	}
	const few = new Map([...services].filter(([name]) => ['iam', 's3', 'sts'].includes(name)))
	const emulator = createEmulator({ services: few, realNow: Date.now, findSandbox, onError })
	const request: HttpRequest = {
		method,
		url,
		headers: { host: 'localhost', ...headers },
		body: Buffer.from(body),
	}
	const answer = await emulator.fetch(request)
	return { ...answer, text: Buffer.from(answer.body).toString() }
}

test('a service whose model is here but which is not emulated refuses in its own protocol', async () => {
	const inCbor = await ask('POST', '/service/GraniteServiceVersion20100801/operation/ListMetrics', {
		...CBOR,
		...signedFor('monitoring'),
	})
	const message = 'cloudwatch is not emulated. The list of what is: docs/emulator.md'
	expect([inCbor.status, inCbor.headers['smithy-protocol']]).toEqual([501, 'rpc-v2-cbor'])
	expect(readCbor(inCbor.body)).toEqual(
		new Map([
			['__type', 'NotImplemented'],
			['message', message],
		]),
	)
	expect(inCbor.headers['x-amzn-query-error']).toBe('NotImplemented;Receiver')

	const inJson = await ask('POST', '/', { 'x-amz-target': 'AmazonSQS.ListQueues', ...signedFor('sqs') }, '{}')
	expect([inJson.status, JSON.parse(inJson.text)]).toEqual([
		501,
		{ __type: 'NotImplemented', message: 'sqs is not emulated. The list of what is: docs/emulator.md' },
	])

	const inRest = await ask('GET', '/2015-03-31/functions', signedFor('lambda'))
	expect([inRest.status, inRest.headers['x-amzn-errortype']]).toEqual([501, 'NotImplemented'])
	expect(JSON.parse(inRest.text)).toEqual({
		message: 'lambda is not emulated. The list of what is: docs/emulator.md',
	})

	const ofEc2 = await ask('POST', '/', { ...FORM, ...signedFor('ec2') }, 'Action=DescribeInstances')
	expect(ofEc2.status).toBe(501)
	expect(ofEc2.text).toMatch(/^<Response><Errors><Error><Code>NotImplemented<\/Code><Message>ec2 is not/)
})

test('an operation that takes no signature is refused for what it is', async () => {
	const form =
		'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa&RoleSessionName=a&WebIdentityToken=x'
	const answer = await ask('POST', '/', FORM, form)
	expect(answer.status).toBe(501)
	expect(answer.text).toContain(
		'<Code>NotImplemented</Code><Message>sts:AssumeRoleWithWebIdentity is not emulated. The list of what is: docs/emulator.md</Message>',
	)
	const signed = await ask('POST', '/', FORM, 'Action=GetCallerIdentity&Version=2011-06-15')
	expect([signed.status, signed.text]).toEqual([
		403,
		expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
	])
})

test('a service that there is no model of is refused in the form that its request tells', async () => {
	const message = (name: string) => `${name} is not emulated. The list of what is: docs/emulator.md`
	const target = { 'x-amz-target': 'DynamoDB_20120810.ListTables' }
	const inJson = await ask('POST', '/', { ...target, ...signedFor('dynamodb') }, '{}')
	expect([inJson.status, JSON.parse(inJson.text)]).toEqual([
		501,
		{ __type: 'NotImplemented', message: message('dynamodb') },
	])
	const form = await ask('POST', '/', { ...FORM, ...signedFor('rds') }, 'Action=DescribeDBInstances')
	expect([form.status, form.text]).toEqual([
		501,
		expect.stringContaining(`<Code>NotImplemented</Code><Message>${message('rds')}</Message>`),
	])
	const inRest = await ask('GET', '/restapis', signedFor('apigateway'))
	expect([inRest.status, inRest.headers['x-amzn-errortype']]).toEqual([501, 'NotImplemented'])
	const inCbor = await ask('POST', '/service/Nope/operation/X', { ...CBOR, ...signedFor('nope') })
	expect([inCbor.status, inCbor.headers['content-type']]).toEqual([501, 'application/cbor'])
})

test('every model here is of a service that can be spoken to', () => {
	expect(() => new Router(modelNames())).not.toThrow()
})
