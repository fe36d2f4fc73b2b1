import { expect, test } from 'vitest'
import { AwsError } from '../../aws-error.ts'
import { restJson } from './rest-json.ts'
import { read, request, write } from './wire.fixture.ts'

// Requests as botocore 1.43.11 and the AWS SDK for JavaScript 3.1164 write them.

test('Lambda’s members come from path, query, headers and body', () => {
	const FUNCTION = 'arn:aws:lambda:eu-west-3:111122223333:function:site'
	const path = '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-3%3A111122223333%3Afunction%3Asite'
	const invoke = request(`${path}/invocations?Qualifier=%24LATEST`, '{"a":1}', {
		headers: { 'x-amz-invocation-type': 'Event' },
	})
	expect(read('lambda', restJson, invoke)).toEqual({
		operation: 'Invoke',
		input: {
			FunctionName: FUNCTION,
			Qualifier: '$LATEST',
			InvocationType: 'Event',
			Payload: Buffer.from('{"a":1}'),
		},
	})
	const tags = request(`/2017-03-31/tags/${encodeURIComponent(FUNCTION)}?tagKeys=a&tagKeys=b%20c`, '', {
		method: 'DELETE',
	})
	expect(read('lambda', restJson, tags)).toEqual({
		operation: 'UntagResource',
		input: { Resource: FUNCTION, TagKeys: ['a', 'b c'] },
	})
	const create =
		'{"FunctionName": "site", "Role": "arn:aws:iam::111122223333:role/f", "Runtime": "nodejs22.x", "Handler": "i.h", "Code": {"ZipFile": "UEs="}, "Environment": {"Variables": {"MODE": "b"}}}'
	expect(read('lambda', restJson, request('/2015-03-31/functions/', create)).input).toEqual({
		FunctionName: 'site',
		Role: 'arn:aws:iam::111122223333:role/f',
		Runtime: 'nodejs22.x',
		Handler: 'i.h',
		Code: { ZipFile: Uint8Array.of(80, 75) },
		Environment: { Variables: { MODE: 'b' } },
	})
})

test('a member that has its place elsewhere is not taken from the body', () => {
	const body =
		'{"Name": "autre", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:x", "RoleArn": "arn:aws:iam::111122223333:role/r"}, "StartDate": 1795599000}'
	const { operation, input } = read('scheduler', restJson, request('/schedules/nuit', body))
	expect([operation, input.Name, input.StartDate]).toEqual([
		'CreateSchedule',
		'nuit',
		new Date('2026-11-25T09:30:00Z'),
	])
	const list = request('/schedules?ScheduleGroup=default&MaxResults=5&NamePrefix=n', '', { method: 'GET' })
	expect(read('scheduler', restJson, list).input).toEqual({
		GroupName: 'default',
		MaxResults: 5,
		NamePrefix: 'n',
	})
	const rules = request('/listNotificationRules', '{"Filters": [{"Name": "RESOURCE", "Value": "arn:x"}]}')
	expect(read('codestar-notifications', restJson, rules)).toEqual({
		operation: 'ListNotificationRules',
		input: { Filters: [{ Name: 'RESOURCE', Value: 'arn:x' }] },
	})
})

test('Lambda answers its status, headers and payload; errors are named in a header', () => {
	const Payload = Buffer.from('{"ok":true}')
	const invoked = { StatusCode: 202, ExecutedVersion: '$LATEST', Payload }
	expect(write('lambda', restJson, 'Invoke', invoked)).toMatchObject({
		status: 202,
		headers: { 'x-amz-executed-version': '$LATEST', 'x-amzn-requestid': 'r1' },
		body: Payload,
	})
	expect(write('lambda', restJson, 'CreateFunction', { FunctionName: 'site' })).toMatchObject({
		status: 201,
		text: '{"FunctionName":"site"}',
	})
	expect(write('lambda', restJson, 'DeleteAlias', {})).toMatchObject({ status: 204, text: '' })
	const missing = new AwsError('ResourceNotFoundException', 'Function not found: x', 404, { Type: 'User' })
	const absent = write('lambda', restJson, 'GetFunction', missing)
	expect([absent.status, absent.headers['x-amzn-errortype']]).toEqual([404, 'ResourceNotFoundException'])
	expect(JSON.parse(absent.text)).toEqual({ Type: 'User', Message: 'Function not found: x' })
	const slow = new AwsError('TooManyRequestsException', 'Rate exceeded', 400, { retryAfterSeconds: '3' })
	const throttled = write('lambda', restJson, 'Invoke', slow)
	expect([throttled.status, throttled.headers['retry-after']]).toEqual([429, '3'])
	expect(JSON.parse(throttled.text)).toEqual({ message: 'Rate exceeded' })
})

test.each([
	['GET', '/2015-03-31/functions/a/b/c', 'UnknownOperationException', 404],
	['PATCH', '/2015-03-31/functions', 'UnknownOperationException', 404],
	['DELETE', '/2017-03-31/tags/arn', 'ValidationException', 400],
	['GET', '/2015-03-31/functions?MaxItems=x', 'SerializationException', 400],
	['GET', '/2015-03-31/functions?MaxItems=0', 'ValidationException', 400],
	['POST', '/2015-03-31/functions//invocations', 'ValidationException', 400],
])('Lambda: %s %s is refused with %s', (method, url, code, status) => {
	expect(() => read('lambda', restJson, request(url, '', { method }))).toThrow(
		expect.objectContaining({ code, status }),
	)
})

test('JSON of Lambda’s that is not an object is refused', () => {
	for (const body of ['[]', '{', '1', 'null', '{"FunctionName":1}']) {
		expect(() => read('lambda', restJson, request('/2015-03-31/functions', body))).toThrow(
			expect.objectContaining({ code: 'SerializationException', status: 400 }),
		)
	}
})
