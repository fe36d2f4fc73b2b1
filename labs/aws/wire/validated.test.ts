import { expect, test } from 'vitest'
import { AwsError } from '../aws-error.ts'
import type { Call, Service } from '../service.ts'
import { loadModel } from './model.ts'
import { validateError } from './protocols/validate-error.ts'
import { takeViolations, validated } from './validated.fixture.ts'

/** STS, but its GetCallerIdentity does what it is told. */
function broken(run: () => unknown) {
	const sts: Service = { name: 'sts', operations: { GetCallerIdentity: { run } } }
	return async () =>
		validated([sts])
			.get('sts')
			?.operations.GetCallerIdentity?.run({} as never, {} as Call)
}

test('an answer that breaks its model throws, and would fail its test', async () => {
	await expect(broken(() => ({ Arn: 'x', Nope: 1 }))()).rejects.toThrow(
		'An answer breaks its model: sts GetCallerIdentity.Nope is unknown; sts GetCallerIdentity.Arn: Member must have length greater than or equal to 20',
	)
	expect(takeViolations()).toHaveLength(2)
	const whole = { Account: '111111111111', Arn: 'arn:aws:iam::111111111111:root', UserId: '111111111111' }
	expect(await broken(() => whole)()).toBe(whole)
})

test('a refusal that AWS does not know throws, one that it knows goes on', async () => {
	const refuse = (error: Error) =>
		broken(() => {
			throw error
		})
	await expect(refuse(new AwsError('Nonsense', 'No'))()).rejects.toThrow(
		'sts GetCallerIdentity refused with Nonsense, which is no error of its service',
	)
	expect(takeViolations()).toHaveLength(1)
	const denied = new AwsError('AccessDenied', 'No', 403)
	await expect(refuse(denied)()).rejects.toBe(denied)
	const fault = new TypeError('ours')
	await expect(refuse(fault)()).rejects.toBe(fault)
})

test('refusals are held against the errors of their service', () => {
	const of = (service: string, error: AwsError) => validateError(loadModel(service), 'Ask', error)
	expect(of('codepipeline', new AwsError('PipelineNotFoundException', 'No'))).toEqual([])
	expect(of('codepipeline', new AwsError('ValidationException', 'No'))).toEqual([])
	expect(of('codepipeline', new AwsError('ValidationError', 'No'))).toHaveLength(1)
	expect(of('codepipeline', new AwsError('PipelineNotFoundException', 'No', 400, { Name: 'x' }))).toEqual([
		'Ask refused with PipelineNotFoundException: Name is unknown',
	])
	expect(of('iam', new AwsError('NoSuchEntity', 'No', 404))).toEqual([])
	expect(of('s3', new AwsError('NoSuchKey', 'No', 404, { Key: 'k' }))).toEqual([])
	expect(of('s3', new AwsError('InternalError', 'No', 500))).toEqual([
		'Ask refused with InternalError and the status 500',
	])
	expect(of('s3', new AwsError('NotImplemented', 'No', 501))).toEqual([])
	expect(of('s3', new AwsError('NotImplemented', 'No', 400))).toHaveLength(1)
})
