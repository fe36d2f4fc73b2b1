import { expect, test } from 'vitest'
import { AwsError } from '../../aws-error.ts'
import { loadModel } from '../model.ts'
import { json } from './json.ts'
import type { ParsedRequest } from './message.ts'
import { query } from './query.ts'
import { restXml } from './rest-xml.ts'
import { findViolations } from './validate.ts'
import { validateOutput } from './validate-output.ts'

const codepipeline = loadModel('codepipeline')
const iam = loadModel('iam')
const sts = loadModel('sts')
const s3 = loadModel('s3')

function request(body: string | Uint8Array, rest: Partial<ParsedRequest> = {}): ParsedRequest {
	return { method: 'POST', path: '/', query: [], headers: {}, body: Buffer.from(body), ...rest }
}

function operationOf(model: typeof s3, name: string) {
	const operation = model.operations[name]
	if (!operation) throw new Error(`No operation ${name}`)
	return operation
}

const refusal = (code: string, status = 400) => expect.objectContaining({ name: 'AwsError', code, status })

test.each([
	'{',
	'[]',
	'"x"',
	'1',
	'{"name":1}',
	'{"name":{}}',
	'{"version":"x"}',
	'{"version":[1]}',
	'\u0000',
])('a JSON body like %s is refused', (body) => {
	const parse = () => json.parseInput(codepipeline, operationOf(codepipeline, 'GetPipeline'), request(body))
	expect(parse).toThrow(refusal('SerializationException'))
})

test('JSON: unknown members and nulls are passed over, even those named like prototypes', () => {
	const body = '{"name":"a","version":null,"__proto__":{"name":"b"},"constructor":1}'
	const operation = operationOf(codepipeline, 'GetPipeline')
	expect(json.parseInput(codepipeline, operation, request(body))).toEqual({ name: 'a' })
})

test.each(['CodePipeline_20150709.Nope', 'CodePipeline_20150709.toString', 'Other.GetPipeline', ''])(
	'a target like « %s » names no operation',
	(target) => {
		const find = () =>
			json.findOperation(codepipeline, request('{}', { headers: { 'x-amz-target': target } }))
		expect(find).toThrow(refusal('UnknownOperationException'))
	},
)

test.each([
	['', 'MissingAction'],
	['Action=Nope&Version=2010-05-08', 'InvalidAction'],
	['Action=toString', 'InvalidAction'],
	['Action=ListUsers&Version=2000-01-01', 'InvalidAction'],
])('a form like « %s » is refused with %s', (form, code) => {
	expect(() => query.findOperation(iam, request(form))).toThrow(refusal(code))
})

test.each([
	'MaxItems=abc',
	'MaxItems=',
	`${'a.'.repeat(70)}b=1`,
	Array.from({ length: 10_001 }, (_, index) => `p${index}=1`).join('&'),
])('a form with unreadable values is refused', (form) => {
	const parse = () => query.parseInput(iam, operationOf(iam, 'ListUsers'), request(form))
	expect(parse).toThrow(refusal('MalformedInput'))
})

test('query: a list may be empty, have gaps, and come out of order', () => {
	const operation = operationOf(sts, 'AssumeRole')
	const parse = (form: string) => query.parseInput(sts, operation, request(form))
	expect(parse('Tags=')).toEqual({ Tags: [] })
	expect(
		parse('TransitiveTagKeys.member.10=c&TransitiveTagKeys.member.2=b&TransitiveTagKeys.member.1=a+%2B'),
	).toEqual({
		TransitiveTagKeys: ['a +', 'b', 'c'],
	})
})

test.each([
	'<',
	'<VersioningConfiguration>',
	'<VersioningConfiguration></Other>',
	'<a/><b/>',
	'texte',
	'<!DOCTYPE x [<!ENTITY e "boum">]><VersioningConfiguration><Status>&e;</Status></VersioningConfiguration>',
	`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`,
	Buffer.from([0x3c, 0x61, 0xff, 0x3e]),
])('a document like %s is malformed', (body) => {
	const operation = operationOf(s3, 'PutBucketVersioning')
	const parse = () => {
		const input = restXml.parseInput(s3, operation, request(body, { method: 'PUT', path: '/b' }))
		restXml.checkInput(s3, operation, input)
	}
	expect(parse).toThrow(refusal('MalformedXML'))
})

test('S3: a document that breaks its shape, or is missing, is refused', () => {
	const operation = operationOf(s3, 'PutBucketVersioning')
	const check = (body: string) => {
		const input = restXml.parseInput(s3, operation, request(body, { method: 'PUT', path: '/b' }))
		restXml.checkInput(s3, operation, input)
	}
	const document = (status: string) =>
		`<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>${status}</Status></VersioningConfiguration>`
	expect(() => check(document('Enabled'))).not.toThrow()
	expect(() => check(document('Perhaps'))).toThrow(refusal('MalformedXML'))
	expect(() => check('')).toThrow(refusal('MissingRequestBodyError'))
})

test('S3: headers that cannot be read are refused', () => {
	const parse = () =>
		restXml.parseInput(
			s3,
			operationOf(s3, 'ListParts'),
			request('', {
				method: 'GET',
				path: '/b/k',
				query: [
					['uploadId', 'x'],
					['max-parts', 'beaucoup'],
				],
			}),
		)
	expect(parse).toThrow(refusal('InvalidArgument'))
})

test.each([
	['GET', '/', '', 'ListBuckets'],
	['GET', '/b', '', 'ListObjects'],
	['GET', '/b/', '', 'ListObjects'],
	['GET', '/b', 'list-type=2&prefix=x', 'ListObjectsV2'],
	['GET', '/b', 'versions', 'ListObjectVersions'],
	['GET', '/b', 'location', 'GetBucketLocation'],
	['GET', '/b', 'lifecycle', 'GetBucketLifecycleConfiguration'],
	['GET', '/b/k', 'x-id=GetObject', 'GetObject'],
	['GET', '/b/a//b/', '', 'GetObject'],
	['GET', '/b/k', 'uploadId=1', 'ListParts'],
	['HEAD', '/b', '', 'HeadBucket'],
	['HEAD', '/b/k', '', 'HeadObject'],
	['PUT', '/b/k', '', 'PutObject'],
	['PUT', '/b/k', 'partNumber=1&uploadId=2', 'UploadPart'],
	['PUT', '/b', 'versioning', 'PutBucketVersioning'],
	['POST', '/b', 'delete', 'DeleteObjects'],
	['POST', '/b/k', 'uploads', 'CreateMultipartUpload'],
	['POST', '/b/k', 'uploadId=2', 'CompleteMultipartUpload'],
	['DELETE', '/b/k', 'uploadId=2', 'AbortMultipartUpload'],
	['DELETE', '/b/k', 'versionId=2', 'DeleteObject'],
])('S3: %s %s?%s is %s', (method, path, search, name) => {
	const found = restXml.findOperation(
		s3,
		request('', { method, path, query: [...new URLSearchParams(search)] }),
	)
	expect(found.name).toBe(name)
})

test('S3: a copy is told by its header, and another method is not allowed', () => {
	const headers = { 'x-amz-copy-source': 'b/k' }
	const copy = request('', { method: 'PUT', path: '/b/k', headers })
	expect(restXml.findOperation(s3, copy).name).toBe('CopyObject')
	const part = {
		...copy,
		query: [
			['partNumber', '1'],
			['uploadId', '2'],
		] as const,
	}
	expect(restXml.findOperation(s3, part).name).toBe('UploadPartCopy')
	expect(() => restXml.findOperation(s3, request('', { path: '/' }))).toThrow(
		refusal('MethodNotAllowed', 405),
	)
})

test('errors take the form of their protocol', () => {
	const text = (body: Uint8Array) => Buffer.from(body).toString()
	const inJson = json.formatError(codepipeline, new AwsError('PipelineNotFoundException', 'No'), 'r1', 'POST')
	expect(inJson).toMatchObject({ status: 400, headers: { 'x-amzn-requestid': 'r1' } })
	expect(inJson.headers['content-type']).toBe('application/x-amz-json-1.1')
	expect(JSON.parse(text(inJson.body))).toEqual({ __type: 'PipelineNotFoundException', message: 'No' })

	const inQuery = query.formatError(iam, new AwsError('NoSuchEntityException', 'A <b>'), 'r2', 'POST')
	expect(inQuery.status).toBe(404)
	expect(text(inQuery.body)).toBe(
		'<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>A &lt;b&gt;</Message></Error><RequestId>r2</RequestId></ErrorResponse>',
	)

	const missing = new AwsError('NoSuchKey', 'No', 404, { Key: 'a&b' })
	const inXml = restXml.formatError(s3, missing, 'r3', 'GET')
	expect(inXml.status).toBe(404)
	expect(text(inXml.body)).toContain('<Error><Code>NoSuchKey</Code><Message>No</Message><Key>a&amp;b</Key>')
	expect(restXml.formatError(s3, missing, 'r3', 'HEAD').body).toHaveLength(0)
})

test('violations are told in AWS’s words, all of them', () => {
	const shape = codepipeline.shapes.CreatePipelineInput
	if (!shape) throw new Error('No shape')
	const action = {
		name: '',
		actionTypeId: { category: 'Nope', owner: 'AWS', provider: 'S3' },
		runOrder: 1000,
	}
	const found = findViolations(codepipeline, shape, {
		pipeline: {
			name: 'a'.repeat(101),
			roleArn: 'x',
			version: 0,
			stages: [{ name: 'Source', actions: [{ ...action, configuration: { [`k${'é'.repeat(50)}`]: '' } }] }],
		},
		tags: [{ key: '' }],
	})
	const at = 'failed to satisfy constraint: Member must'
	const member = 'pipeline.stages.1.member.actions.1.member'
	expect(found).toEqual(
		expect.arrayContaining([
			`Value '${'a'.repeat(101)}' at 'pipeline.name' ${at} have length less than or equal to 100`,
			`Value '0' at 'pipeline.version' ${at} have value greater than or equal to 1`,
			`Value '' at '${member}.name' ${at} have length greater than or equal to 1`,
			`Value '' at '${member}.name' ${at} satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+`,
			`Value null at '${member}.actionTypeId.version' ${at} not be null`,
			`Value '1000' at '${member}.runOrder' ${at} have value less than or equal to 999`,
			`Value null at 'tags.1.member.value' ${at} not be null`,
		]),
	)
	expect(found.find((text) => text.includes('actionTypeId.category'))).toBe(
		`Value 'Nope' at '${member}.actionTypeId.category' ${at} satisfy enum value set: [Source, Build, Deploy, Test, Invoke, Approval, Compute]`,
	)
	expect(found.find((text) => text.includes('Map keys'))).toMatch(
		/at '.*\.configuration' failed to satisfy constraint: Map keys must satisfy constraint: \[Member must have length less than or equal to 50, Member must have length greater than or equal to 1\]$/,
	)
})

test('a refusal repeats no value where secrets may be', () => {
	const operation = operationOf(codepipeline, 'CreatePipeline')
	const roleArn = 'arn:aws:iam::123456789012:role/service'
	const action = {
		...{ name: 'Fetch', actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' } },
		configuration: { OAuthToken: '' },
	}
	const pipeline = { name: 'site', roleArn, stages: [{ name: 'Source', actions: [action] }] }
	expect(() => json.checkInput(codepipeline, operation, { pipeline })).toThrow(
		expect.objectContaining({
			code: 'ValidationException',
			message:
				"1 validation error detected: Value at 'pipeline.stages.1.member.actions.1.member.configuration' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1000, Member must have length greater than or equal to 1]",
		}),
	)
})

test('outputs are held against their model', () => {
	expect(
		validateOutput(sts, 'GetCallerIdentity', { Account: '1', Arn: 'x'.repeat(20), UserId: 'u' }),
	).toEqual([])
	expect(validateOutput(codepipeline, 'GetPipeline', { metadata: { created: 5 }, nope: 1 })).toEqual([
		'GetPipeline.nope is unknown',
		'GetPipeline.metadata.created is not a timestamp',
	])
	expect(validateOutput(codepipeline, 'DeletePipeline', { x: 1 })).toEqual(['DeletePipeline answers nothing'])
})

test('S3: what a header cannot hold is written as bytes, without line breaks', () => {
	const output = {
		ContentDisposition: 'a\r\nset-cookie: x; filename="été €"',
		Metadata: { Titre: '€', Octets: '\u00c3\u0089' },
	}
	const { headers } = restXml.formatOutput(s3, operationOf(s3, 'GetObject'), output, 'r')
	expect(headers['content-disposition']).toBe(
		Buffer.from('a set-cookie: x; filename="été €"', 'utf8').toString('latin1'),
	)
	expect(headers['x-amz-meta-titre']).toBe('\u00e2\u0082\u00ac')
	// What came as bytes goes out as the same bytes.
	expect(headers['x-amz-meta-octets']).toBe('\u00c3\u0089')
	expect(headers).not.toHaveProperty('set-cookie')
})
