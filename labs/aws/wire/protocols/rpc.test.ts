import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { AwsError } from '../../aws-error.ts'
import { readCbor } from './cbor-reader.ts'
import { json } from './json.ts'
import { query } from './query.ts'
import { rpcV2Cbor } from './rpc-v2-cbor.ts'
import { read, request, write } from './wire.fixture.ts'

// Requests as botocore 1.43.11 and the AWS SDK for JavaScript 3.1164 write them.

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
const CBOR = { 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-query-mode': 'true' }
const target = (name: string) => ({ 'x-amz-target': name, 'x-amzn-query-mode': 'true' })

const METRICS = {
	operation: 'PutMetricData',
	input: {
		Namespace: 'Site/Été',
		MetricData: [
			{
				MetricName: 'Latence',
				Dimensions: [{ Name: 'Page', Value: '/a&b' }],
				Timestamp: new Date('2026-11-25T09:30:00Z'),
				Values: [0.25, 3],
				Counts: [1, 2],
				Unit: 'Milliseconds',
				StorageResolution: 60,
			},
		],
	},
}
const RPC = '/service/GraniteServiceVersion20100801/operation'
const METRICS_CBOR = Buffer.from(
	'a2694e616d6573706163656a536974652fc38974c3a96a4d65747269634461746181a76a4d65747269634e616d65674c6174656e63656a44696d656e73696f6e7381a2644e616d6564506167656556616c7565642f6126626954696d657374616d70c11a6b06aa986656616c75657382fb3fd0000000000000fb400800000000000066436f756e747382fb3ff0000000000000fb400000000000000064556e69746c4d696c6c697365636f6e64737153746f726167655265736f6c7574696f6e183c',
	'hex',
)
const METRICS_JSON =
	'{"Namespace": "Site/\\u00c9t\\u00e9", "MetricData": [{"MetricName": "Latence", "Dimensions": [{"Name": "Page", "Value": "/a&b"}], "Timestamp": 1795599000, "Values": [0.25, 3], "Counts": [1, 2], "Unit": "Milliseconds", "StorageResolution": 60}]}'
const METRICS_FORM =
	'Action=PutMetricData&Version=2010-08-01&Namespace=Site%2F%C3%89t%C3%A9&MetricData.member.1.MetricName=Latence&MetricData.member.1.Dimensions.member.1.Name=Page&MetricData.member.1.Dimensions.member.1.Value=%2Fa%26b&MetricData.member.1.Timestamp=2026-11-25T09%3A30%3A00Z&MetricData.member.1.Values.member.1=0.25&MetricData.member.1.Values.member.2=3&MetricData.member.1.Counts.member.1=1&MetricData.member.1.Counts.member.2=2&MetricData.member.1.Unit=Milliseconds&MetricData.member.1.StorageResolution=60'

test('CloudWatch reads the same call in CBOR, JSON and a form', () => {
	const inCbor = request(`${RPC}/PutMetricData`, METRICS_CBOR, { headers: CBOR })
	expect(read('cloudwatch', rpcV2Cbor, inCbor)).toEqual(METRICS)
	const headers = target('GraniteServiceVersion20100801.PutMetricData')
	expect(read('cloudwatch', json, request('/', METRICS_JSON, { headers }))).toEqual(METRICS)
	expect(read('cloudwatch', query, request('/', METRICS_FORM, { headers: FORM }))).toEqual(METRICS)
})

test('a body that was compressed is read, one that only says so is refused', () => {
	const zipped = (headers: object) => ({ headers: { ...headers, 'content-encoding': 'gzip' } })
	const named = target('GraniteServiceVersion20100801.PutMetricData')
	expect(read('cloudwatch', json, request('/', gzipSync(METRICS_JSON), zipped(named)))).toEqual(METRICS)
	expect(read('cloudwatch', query, request('/', gzipSync(METRICS_FORM), zipped(FORM)))).toEqual(METRICS)
	const inCbor = request(`${RPC}/PutMetricData`, gzipSync(METRICS_CBOR), zipped(CBOR))
	expect(read('cloudwatch', rpcV2Cbor, inCbor)).toEqual(METRICS)
	const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024))
	for (const body of [METRICS_JSON, bomb]) {
		expect(() => read('cloudwatch', json, request('/', body, zipped(named)))).toThrow(
			expect.objectContaining({ code: 'SerializationException', status: 400 }),
		)
	}
})

test('CBOR: times are tagged, whole or not, and an operation without an answer has no body', () => {
	const half = request(
		`${RPC}/GetMetricData`,
		Buffer.from(
			'a3714d6574726963446174615175657269657381a2624964626d316a52657475726e44617461f469537461727454696d65c1fb41dac1aaa620000067456e6454696d65c1fb41dac1aaa6200000',
			'hex',
		),
		{ headers: CBOR },
	)
	const moment = new Date('2026-11-25T09:30:00.500Z')
	expect(read('cloudwatch', rpcV2Cbor, half).input).toEqual({
		MetricDataQueries: [{ Id: 'm1', ReturnData: false }],
		StartTime: moment,
		EndTime: moment,
	})
	const result = { MetricDataResults: [{ Id: 'm1', Timestamps: [moment, new Date(0)], Values: [1.5] }] }
	const answer = write('cloudwatch', rpcV2Cbor, 'GetMetricData', result)
	expect(answer.headers).toEqual({
		'smithy-protocol': 'rpc-v2-cbor',
		'content-type': 'application/cbor',
		'x-amzn-requestid': 'r1',
	})
	expect(answer.hex).toBe(
		'a1714d657472696344617461526573756c747381a3624964626d316a54696d657374616d707382c1fb41dac1aaa6200000c1006656616c75657381fb3ff8000000000000',
	)
	const { headers, hex } = write('cloudwatch', rpcV2Cbor, 'PutMetricData', {})
	expect([hex, 'content-type' in headers]).toEqual(['', false])
})

test.each([
	[`${RPC}/Nope`, CBOR],
	[`${RPC}/toString`, CBOR],
	['/service/Other/operation/ListMetrics', CBOR],
	['/', CBOR],
	[`${RPC}/ListMetrics`, { ...CBOR, 'x-amz-target': 'GraniteServiceVersion20100801.DeleteAlarms' }],
])('CBOR: a path like %s names no operation', (path, headers) => {
	expect(() => read('cloudwatch', rpcV2Cbor, request(path, '', { headers }))).toThrow(
		expect.objectContaining({ code: 'UnknownOperationException', status: 400 }),
	)
})

test('CBOR: a namespace before the service is passed over, values of other types are refused', () => {
	const path = '/v1/service/com.amazonaws.cloudwatch.GraniteServiceVersion20100801/operation/ListMetrics'
	expect(read('cloudwatch', rpcV2Cbor, request(path, '', { headers: CBOR }))).toEqual({
		operation: 'ListMetrics',
		input: {},
	})
	for (const hex of ['01', 'a1694e616d65737061636501', 'a16a44696d656e73696f6e73a0', 'a1']) {
		expect(() => read('cloudwatch', rpcV2Cbor, request(path, Buffer.from(hex, 'hex')))).toThrow(
			expect.objectContaining({ code: 'SerializationException', status: 400 }),
		)
	}
})

test('errors keep their query code in a header, where a service came from the query protocol', () => {
	const invalid = new AwsError('DashboardInvalidInputError', 'Non', 400, {
		dashboardValidationMessages: [{ DataPath: '/w', Message: 'é' }],
	})
	const inCbor = write('cloudwatch', rpcV2Cbor, 'PutDashboard', invalid)
	expect([inCbor.status, inCbor.headers['x-amzn-query-error']]).toEqual([400, 'InvalidParameterInput;Sender'])
	expect(inCbor.headers['smithy-protocol']).toBe('rpc-v2-cbor')
	expect(readCbor(inCbor.body)).toEqual(
		new Map<string, unknown>([
			['__type', 'DashboardInvalidInputError'],
			['message', 'Non'],
			[
				'dashboardValidationMessages',
				[
					new Map([
						['DataPath', '/w'],
						['Message', 'é'],
					]),
				],
			],
		]),
	)
	const inJson = write('cloudwatch', json, 'PutDashboard', invalid)
	expect(inJson.headers).toMatchObject({
		'content-type': 'application/x-amz-json-1.0',
		'x-amzn-query-error': 'InvalidParameterInput;Sender',
	})
	expect(JSON.parse(inJson.text)).toEqual({
		__type: 'DashboardInvalidInputError',
		message: 'Non',
		dashboardValidationMessages: [{ DataPath: '/w', Message: 'é' }],
	})
	const inXml = write('cloudwatch', query, 'PutDashboard', invalid)
	expect(inXml.text).toContain(
		'<Error><Type>Sender</Type><Code>InvalidParameterInput</Code><Message>Non</Message><dashboardValidationMessages><member><DataPath>/w</DataPath><Message>é</Message></member></dashboardValidationMessages></Error>',
	)
	const fault = write('cloudwatch', json, 'PutMetricData', new AwsError('InternalServiceFault', 'Oh', 500))
	expect([fault.status, fault.headers['x-amzn-query-error']]).toEqual([500, 'InternalServiceError;Receiver'])
	expect(JSON.parse(fault.text)).toEqual({ __type: 'InternalServiceFault', Message: 'Oh' })
	const common = write('sqs', json, 'ListQueues', new AwsError('ValidationException', 'No'))
	expect(common.headers['x-amzn-query-error']).toBe('ValidationError;Sender')
	const elsewhere = write(
		'codepipeline',
		json,
		'GetPipeline',
		new AwsError('PipelineNotFoundException', 'No'),
	)
	expect(elsewhere.headers).not.toHaveProperty('x-amzn-query-error')
})

test('SQS reads and answers JSON 1.0, and the forms of clients from before', () => {
	const sent = {
		operation: 'SendMessage',
		input: {
			QueueUrl: 'http://x/1/q',
			MessageBody: 'été',
			MessageAttributes: { n: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) } },
		},
	}
	const inJson =
		'{"QueueUrl": "http://x/1/q", "MessageBody": "\\u00e9t\\u00e9", "MessageAttributes": {"n": {"DataType": "Binary", "BinaryValue": "AP8="}}}'
	expect(read('sqs', json, request('/', inJson, { headers: target('AmazonSQS.SendMessage') }))).toEqual(sent)
	const form =
		'Action=SendMessage&Version=2012-11-05&QueueUrl=http%3A%2F%2Fx%2F1%2Fq&MessageBody=%C3%A9t%C3%A9&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=Binary&MessageAttribute.1.Value.BinaryValue=AP8%3D'
	expect(read('sqs', query, request('/', form))).toEqual(sent)
	const create =
		'Action=CreateQueue&Version=2012-11-05&QueueName=q&Attribute.1.Name=FifoQueue&Attribute.1.Value=true&Tag.1.Key=a&Tag.1.Value=b'
	expect(read('sqs', query, request('/', create)).input).toEqual({
		QueueName: 'q',
		Attributes: { FifoQueue: 'true' },
		tags: { a: 'b' },
	})
	const attributes = { Attributes: { QueueArn: 'arn:q' } }
	expect(write('sqs', query, 'GetQueueAttributes', attributes).text).toBe(
		'<GetQueueAttributesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><GetQueueAttributesResult><Attribute><Name>QueueArn</Name><Value>arn:q</Value></Attribute></GetQueueAttributesResult><ResponseMetadata><RequestId>r1</RequestId></ResponseMetadata></GetQueueAttributesResponse>',
	)
	expect(JSON.parse(write('sqs', json, 'GetQueueAttributes', attributes).text)).toEqual(attributes)
	const gone = write('sqs', json, 'GetQueueUrl', new AwsError('QueueDoesNotExist', 'No'))
	expect(gone.headers['x-amzn-query-error']).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender')
	expect(JSON.parse(gone.text)).toEqual({ __type: 'QueueDoesNotExist', message: 'No' })
	const inXml = write('sqs', query, 'GetQueueUrl', new AwsError('QueueDoesNotExist', 'No'))
	expect(inXml.text).toContain('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>')
})
