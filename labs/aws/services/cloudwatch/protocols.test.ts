import { expect, test } from 'vitest'
import { connect } from '../../emulator.fixture.ts'
import { loadModel } from '../../wire/model.ts'
import { readCbor } from '../../wire/protocols/cbor-reader.ts'
import { writeRequest } from '../../wire/protocols/client.fixture.ts'
import { signed } from '../../wire/protocols/sign.fixture.ts'

// SDKs of Go and Terraform speak CBOR to CloudWatch, today's CLI JSON, older ones query:
// all three find the same metric, and are refused in their own words.

const model = loadModel('cloudwatch')

async function open() {
	const { emulator, credentials } = await connect()
	const send = async (request: { path?: string; headers: Record<string, string>; body: Uint8Array }) => {
		const whole = { method: 'POST', path: '/', query: [], ...request }
		const answer = await emulator.fetch(
			signed(whole, { ...credentials, service: 'monitoring', at: Date.now() }),
		)
		return { ...answer, bytes: new Uint8Array(Buffer.from(answer.body as Uint8Array)) }
	}
	const cbor = (name: string, input: Record<string, unknown>) => {
		const operation = model.operations[name]
		if (!operation) throw new Error(`No ${name}`)
		return send(writeRequest(model, operation, input))
	}
	const json = (name: string, input: object) =>
		send({
			headers: {
				'content-type': 'application/x-amz-json-1.0',
				'x-amz-target': `GraniteServiceVersion20100801.${name}`,
				'x-amzn-query-mode': 'true',
			},
			body: Buffer.from(JSON.stringify(input)),
		})
	const query = (form: string) =>
		send({
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: Buffer.from(`Version=2010-08-01&${form}`),
		})
	return { cbor, json, query }
}

test('a metric is put and listed in CBOR, in JSON and by query alike', async () => {
	const { cbor, json, query } = await open()
	const put = await cbor('PutMetricData', {
		Namespace: 'Shop',
		MetricData: [{ MetricName: 'Errors', Value: 1, Timestamp: new Date(Date.UTC(2026, 0, 5, 9)) }],
	})
	expect([put.status, put.headers['smithy-protocol']]).toEqual([200, 'rpc-v2-cbor'])
	const form =
		'Action=PutMetricData&Namespace=Shop&MetricData.member.1.MetricName=Errors&MetricData.member.1.Value=2'
	expect((await query(form)).status).toBe(200)
	const metric = { Namespace: 'Shop', MetricName: 'Errors', Dimensions: [] }
	const inJson = await json('ListMetrics', { Namespace: 'Shop' })
	expect(JSON.parse(Buffer.from(inJson.bytes).toString())).toEqual({ Metrics: [metric] })
	const inCbor = readCbor((await cbor('ListMetrics', { Namespace: 'Shop' })).bytes) as Map<string, never>
	expect(
		Object.fromEntries((inCbor.get('Metrics') as unknown as Array<Map<string, unknown>>)[0] ?? []),
	).toEqual(metric)
	const inXml = Buffer.from((await query('Action=ListMetrics&Namespace=Shop')).bytes).toString()
	expect(inXml).toContain('<ListMetricsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">')
	expect(inXml).toContain('<MetricName>Errors</MetricName>')
})

test('a refusal has the code that its protocol knows it by', async () => {
	const { cbor, json, query } = await open()
	const state = { AlarmName: 'none', StateValue: 'OK', StateReason: 'x' }
	const inJson = await json('SetAlarmState', state)
	expect([inJson.status, inJson.headers['x-amzn-query-error']]).toEqual([404, 'ResourceNotFound;Sender'])
	const inCbor = await cbor('SetAlarmState', state)
	expect((readCbor(inCbor.bytes) as Map<string, unknown>).get('__type')).toBe('ResourceNotFound')
	const inXml = await query('Action=SetAlarmState&AlarmName=none&StateValue=OK&StateReason=x')
	expect([inXml.status, Buffer.from(inXml.bytes).toString()]).toEqual([
		404,
		expect.stringContaining('<Code>ResourceNotFound</Code>'),
	])
	const bad = await query('Action=SetAlarmState&AlarmName=none&StateValue=BAD&StateReason=x')
	expect(Buffer.from(bad.bytes).toString()).toContain('<Code>ValidationError</Code>')
})
