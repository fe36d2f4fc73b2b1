import { expect, test } from 'vitest'
import type { Call } from '../../service.ts'
import { ACCOUNT, allow, OTHER_ACCOUNT, openAccounts, trust } from '../iam/account.fixture.ts'
import { requirePassRole } from '../iam/policies/pass-role.ts'
import { assumeServiceRole, RoleNotAssumable, trustsService } from './service-roles.ts'

const RoleArn = `arn:aws:iam::${ACCOUNT}:role/pipeline`
const SERVICE = 'codepipeline.amazonaws.com'
const PIPELINE = { arn: `arn:aws:codepipeline:eu-west-3:${ACCOUNT}:site`, account: ACCOUNT }

async function openWith(AssumeRolePolicyDocument: string) {
	const accounts = await openAccounts()
	await accounts.root('CreateRole', { RoleName: 'pipeline', AssumeRolePolicyDocument })
	const world = accounts.sandbox.world.begin()
	const call: Pick<Call, 'world' | 'now'> = { world, now: accounts.sandbox.now() }
	return { ...accounts, call }
}

function reasonOf(work: () => unknown): string | undefined {
	try {
		work()
	} catch (error) {
		if (error instanceof RoleNotAssumable) return error.reason
		throw error
	}
}

test('a service works as a role that trusts it', async () => {
	const { call } = await openWith(trust({ Service: SERVICE }))
	expect(assumeServiceRole(call, RoleArn, SERVICE, 'run-1')).toMatchObject({
		type: 'role',
		account: ACCOUNT,
		arn: `arn:aws:sts::${ACCOUNT}:assumed-role/pipeline/run-1`,
		roleArn: RoleArn,
		invokedBy: SERVICE,
	})
	expect(reasonOf(() => assumeServiceRole(call, `${RoleArn}s`, SERVICE, 'run-1'))).toBe('missing')
	expect(reasonOf(() => assumeServiceRole(call, RoleArn, 'codebuild.amazonaws.com', 'run-1'))).toBe(
		'untrusted',
	)
})

test('a trust policy may ask for whom the service works', async () => {
	const { call } = await openWith(
		trust(
			{ Service: SERVICE },
			{
				ArnLike: { 'aws:SourceArn': `arn:aws:codepipeline:*:${ACCOUNT}:site` },
				StringEquals: { 'aws:SourceAccount': ACCOUNT },
			},
		),
	)
	expect(reasonOf(() => assumeServiceRole(call, RoleArn, SERVICE, 'run'))).toBe('untrusted')
	const other = { ...PIPELINE, arn: `${PIPELINE.arn}-2` }
	expect(reasonOf(() => assumeServiceRole(call, RoleArn, SERVICE, 'run', other))).toBe('untrusted')
	const stranger = { ...PIPELINE, account: OTHER_ACCOUNT }
	expect(reasonOf(() => assumeServiceRole(call, RoleArn, SERVICE, 'run', stranger))).toBe('untrusted')
	expect(assumeServiceRole(call, RoleArn, SERVICE, 'run', PIPELINE).roleName).toBe('pipeline')
})

test('whether a role names a service is known without its conditions', async () => {
	const { call } = await openWith(
		trust({ Service: SERVICE }, { StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
	)
	expect(trustsService(call.world, RoleArn, SERVICE)).toBe(true)
	expect(trustsService(call.world, RoleArn, 'codebuild.amazonaws.com')).toBe(false)
	expect(trustsService(call.world, `${RoleArn}s`, SERVICE)).toBe(false)
	const { call: open } = await openWith(trust('*'))
	expect(trustsService(open.world, RoleArn, SERVICE)).toBe(false)
})

test('to hand a role to a service needs PassRole for that service', async () => {
	const { root, sandbox, user } = await openWith(trust({ Service: SERVICE }))
	const ada = await user('ada', {
		...allow('iam:PassRole', RoleArn),
		Condition: { StringEquals: { 'iam:PassedToService': SERVICE } },
	})
	const pass = async (roleArn: string, service: string) => {
		const asked: Array<string> = []
		const operations = {
			Pass: {
				run(_: object, call: Call) {
					requirePassRole(call, roleArn, service)
					asked.push('passed')
				},
			},
		}
		const services = new Map([...sandbox.host.services, ['pass', { name: 'pass', operations }]])
		const copy = sandbox.fork()
		Object.assign(copy.host, { services })
		const request = { principal: ada, scope: { account: ACCOUNT, region: 'eu-west-3' }, service: 'pass' }
		await copy.call({ ...request, operation: 'Pass', input: {} }).catch(({ message }) => asked.push(message))
		return asked
	}
	expect(await pass(RoleArn, SERVICE)).toEqual(['passed'])
	expect(await pass(RoleArn, 'codebuild.amazonaws.com')).toEqual([
		`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: iam:PassRole on resource: ${RoleArn} because no identity-based policy allows the iam:PassRole action`,
	])
	expect(await pass('arn:aws:iam::999999999999:role/pipeline', SERVICE)).toEqual([
		'Cross-account pass role is not allowed.',
	])
	await root('DeleteUserPolicy', { UserName: 'ada', PolicyName: 'inline' })
	expect(await pass(RoleArn, SERVICE)).not.toEqual(['passed'])
})
