import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadModel, membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import { formPairs } from './client.fixture.ts'
import { ec2 } from './ec2.ts'
import { readJson, writeJson } from './json-values.ts'
import { query } from './query.ts'
import { restJson } from './rest-json.ts'
import { rpcV2Cbor } from './rpc-v2-cbor.ts'
import { parseXml, readXml } from './xml-reader.ts'
import { writeElement } from './xml-writer.ts'

/** Values of a shape as services handle them; recursion ends by leaving members out. */
function valuesOf(model: ServiceModel, shape: Shape, depth = 0): fc.Arbitrary<unknown> {
	const inner = (ref: ShapeRef | undefined) => valuesOf(model, shapeOf(model, ref as ShapeRef), depth + 1)
	switch (shape.type) {
		case 'structure': {
			const members = depth > 4 ? [] : membersOf(shape).filter(([, ref]) => !ref.location)
			const record = Object.fromEntries(members.map(([name, ref]) => [name, inner(ref)]))
			return fc.record(record, { requiredKeys: [], noNullPrototype: true })
		}
		case 'list':
			// An empty flattened list leaves no trace on the wire.
			return fc.array(inner(shape.member), { minLength: 1, maxLength: 3 })
		case 'map':
			return fc
				.array(fc.tuple(text(), inner(shape.value)), { minLength: 1, maxLength: 3 })
				.map((entries) => Object.fromEntries(entries.filter(([key]) => key !== '__proto__')))
				.filter((map) => Object.keys(map).length > 0)
		case 'boolean':
			return fc.boolean()
		case 'timestamp':
			return fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => new Date(seconds * 1000))
		case 'blob':
			return fc.uint8Array({ maxLength: 20 })
		case 'float':
		case 'double':
			return fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)
		case 'integer':
		case 'long':
			return fc.integer()
		default:
			return text()
	}
}

/** Text with what XML, forms and JSON have to escape. */
function text(): fc.Arbitrary<string> {
	return fc.string({ unit: fc.constantFrom(...'ab é€😀<>&"\'\n\r\t;=+%.,{}[]\\/:1 '), maxLength: 12 })
}

const codepipeline = loadModel('codepipeline')
test.each([
	'CreatePipelineInput',
	'GetPipelineStateOutput',
	'ListPipelineExecutionsOutput',
	'ListActionExecutionsOutput',
])('%s survives JSON', (name) => {
	const shape = shapeOf(codepipeline, { shape: name })
	fc.assert(
		fc.property(valuesOf(codepipeline, shape), (value) => {
			const bytes = JSON.stringify(writeJson(codepipeline, shape, value))
			expect(readJson(codepipeline, shape, JSON.parse(bytes))).toEqual(value)
		}),
		{ numRuns: 50 },
	)
})

test.each([
	['s3', 'ListObjectVersionsOutput'],
	['s3', 'Tagging'],
	['s3', 'AccessControlPolicy'],
	['s3', 'Delete'],
	['s3', 'BucketLifecycleConfiguration'],
	['iam', 'GetAccountAuthorizationDetailsResponse'],
	['iam', 'GetAccountSummaryResponse'],
	['sts', 'AssumeRoleResponse'],
	['ec2', 'DescribeInstancesResult'],
	['cloudwatch', 'DescribeAlarmsOutput'],
])('%s %s survives XML', (service, name) => {
	const model = loadModel(service)
	const shape = shapeOf(model, { shape: name })
	fc.assert(
		fc.property(valuesOf(model, shape), (value) => {
			const bytes = Buffer.from(writeElement(model, 'Root', shape, value))
			expect(readXml(model, shape, parseXml(bytes).node)).toEqual(value)
		}),
		{ numRuns: 50 },
	)
})

test.each([
	'PutMetricDataInput',
	'GetMetricDataOutput',
	'DescribeAlarmsOutput',
	'DashboardInvalidInputError',
])('%s survives CBOR', (name) => {
	const cloudwatch = loadModel('cloudwatch')
	const shape = shapeOf(cloudwatch, { shape: name })
	const both = {
		name,
		http: { method: 'POST', requestUri: '/' },
		input: { shape: name },
		output: { shape: name },
	}
	fc.assert(
		fc.property(valuesOf(cloudwatch, shape), (value) => {
			const { body } = rpcV2Cbor.formatOutput(cloudwatch, both, value as object, 'r')
			const request = { method: 'POST', path: '/', query: [], headers: {}, body }
			expect(rpcV2Cbor.parseInput(cloudwatch, both, request)).toEqual(value)
		}),
		{ numRuns: 50 },
	)
})

test.each([
	['lambda', 'CreateFunctionRequest'],
	['lambda', 'FunctionConfiguration'],
	['scheduler', 'GetScheduleOutput'],
	['codestar-notifications', 'DescribeNotificationRuleResult'],
])('%s %s survives REST and JSON', (service, name) => {
	const model = loadModel(service)
	const shape = shapeOf(model, { shape: name })
	const both = {
		name,
		http: { method: 'POST', requestUri: '/' },
		input: { shape: name },
		output: { shape: name },
	}
	fc.assert(
		fc.property(valuesOf(model, shape), (value) => {
			const { body } = restJson.formatOutput(model, both, value as object, 'r')
			const request = { method: 'POST', path: '/', query: [], headers: {}, body }
			expect(restJson.parseInput(model, both, request)).toEqual(value)
		}),
		{ numRuns: 50 },
	)
})

test.each([
	['iam', 'CreateRole'],
	['iam', 'SimulateCustomPolicy'],
	['sts', 'AssumeRole'],
	['ec2', 'RunInstances'],
	['ec2', 'DescribeInstances'],
	['cloudwatch', 'PutMetricData'],
	['sqs', 'SendMessage'],
	['sqs', 'CreateQueue'],
])('the input of %s %s survives a form', (service, name) => {
	const model = loadModel(service)
	const protocol = service === 'ec2' ? ec2 : query
	const operation = model.operations[name]
	if (!operation?.input) throw new Error(`${name} has no input`)
	const shape = shapeOf(model, operation.input)
	fc.assert(
		fc.property(
			valuesOf(model, shape).filter((value) => !hasEmptyStructure(value)),
			(value) => {
				const form = new URLSearchParams([['Action', name], ...formPairs(model, shape, value, '')])
				const body = Buffer.from(form.toString())
				const request = { method: 'POST', path: '/', query: [], headers: {}, body }
				expect(protocol.findOperation(model, request).name).toBe(name)
				expect(protocol.parseInput(model, operation, request)).toEqual(value)
			},
		),
		{ numRuns: 50 },
	)
})

/** A structure without members leaves no trace in a form. */
function hasEmptyStructure(value: unknown, root = true): boolean {
	if (value instanceof Date || value instanceof Uint8Array || value === null || typeof value !== 'object')
		return false
	const children = Object.values(value)
	return (children.length === 0 && !root) || children.some((child) => hasEmptyStructure(child, false))
}
