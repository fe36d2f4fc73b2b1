// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like that
import { expect, test } from 'vitest'
import { ACCOUNT, allow, openAccounts, policy } from '../account.fixture.ts'

test('a simulation decides as the calls themselves would', async () => {
	const { as, root, user } = await openAccounts()
	const ada = await user('ada', allow('iam:List*'))
	await root('PutUserPolicy', {
		UserName: 'ada',
		PolicyName: 'no-roles',
		PolicyDocument: policy({ ...allow('iam:ListRoles'), Effect: 'Deny' }),
	})
	const answer = await root('SimulatePrincipalPolicy', {
		PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/ada`,
		ActionNames: ['iam:ListUsers', 'iam:ListRoles', 'iam:CreateUser'],
	})
	expect(answer.EvaluationResults).toMatchObject([
		{
			EvalActionName: 'iam:ListUsers',
			EvalResourceName: '*',
			EvalDecision: 'allowed',
			MatchedStatements: [{ SourcePolicyId: 'user_ada_inline' }],
		},
		{
			EvalActionName: 'iam:ListRoles',
			EvalDecision: 'explicitDeny',
			MatchedStatements: [{ SourcePolicyId: 'user_ada_no-roles' }],
		},
		{ EvalActionName: 'iam:CreateUser', EvalDecision: 'implicitDeny', MatchedStatements: [] },
	])
	expect(await as(ada, 'ListUsers')).toHaveProperty('Users')
	expect(await as(ada, 'ListRoles')).toMatchObject({ code: 'AccessDenied' })
})

test('a simulation takes condition keys, and refuses what it does not know', async () => {
	const { root, user } = await openAccounts()
	await user('ada', { ...allow('s3:GetObject'), Condition: { StringEquals: { 's3:prefix': 'public' } } })
	const asked = { PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/ada`, ActionNames: ['s3:GetObject'] }
	const entry = { ContextKeyName: 's3:prefix', ContextKeyValues: ['public'], ContextKeyType: 'string' }
	const decision = async (rest: object) => {
		const { EvaluationResults } = await root('SimulatePrincipalPolicy', { ...asked, ...rest })
		return (EvaluationResults as Array<{ EvalDecision: string }>)[0]?.EvalDecision
	}
	expect(await decision({})).toBe('implicitDeny')
	expect(await decision({ ContextEntries: [entry] })).toBe('allowed')
	const option = { ...asked, ResourceHandlingOption: 'EC2-VPC-InstanceStore' }
	expect(await root('SimulatePrincipalPolicy', option)).toMatchObject({ code: 'NotImplemented', status: 501 })
	const nobody = { ...asked, PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/nobody` }
	expect(await root('SimulatePrincipalPolicy', nobody)).toMatchObject({ code: 'NoSuchEntity', status: 404 })
})

interface Result {
	EvalDecision: string
	MatchedStatements: Array<object>
	MissingContextValues: Array<string>
	PermissionsBoundaryDecisionDetail?: object
}

/** The results of a simulation of given policies. */
async function tryOut(input: object): Promise<Array<Result>> {
	const { root } = await openAccounts()
	const { EvaluationResults } = await root('SimulateCustomPolicy', input)
	return EvaluationResults as Array<Result>
}

test('policies are tried out before anybody has them', async () => {
	const PolicyInputList = [policy(allow('s3:*')), policy({ ...allow('s3:DeleteObject'), Effect: 'Deny' })]
	const results = await tryOut({
		PolicyInputList,
		ActionNames: ['s3:GetObject', 's3:DeleteObject', 'iam:GetUser'],
	})
	expect(results.map(({ EvalDecision }) => EvalDecision)).toEqual(['allowed', 'explicitDeny', 'implicitDeny'])
	expect(results.map(({ MatchedStatements }) => MatchedStatements)).toEqual([
		[
			{
				...{ SourcePolicyId: 'PolicyInputList.1', SourcePolicyType: 'IAM Policy' },
				...{ StartPosition: { Line: 1, Column: 38 }, EndPosition: { Line: 1, Column: 87 } },
			},
		],
		[
			{
				...{ SourcePolicyId: 'PolicyInputList.2', SourcePolicyType: 'IAM Policy' },
				...{ StartPosition: { Line: 1, Column: 38 }, EndPosition: { Line: 1, Column: 97 } },
			},
		],
		[],
	])
})

test('a simulation keeps within a boundary, and tells of it', async () => {
	const [result] = await tryOut({
		PolicyInputList: [policy(allow('s3:*'))],
		PermissionsBoundaryPolicyInputList: [policy(allow('iam:*'))],
		ActionNames: ['s3:GetObject'],
	})
	expect(result).toMatchObject({
		EvalDecision: 'implicitDeny',
		PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
	})
})

test('a simulation tells which keys it was not given', async () => {
	const statement = {
		...allow('s3:GetObject', 'arn:aws:s3:::depot/${aws:PrincipalTag/equipe}/*'),
		Condition: { StringEquals: { 's3:prefix': 'a' }, Bool: { 'aws:SecureTransport': 'true' } },
	}
	const asked = {
		PolicyInputList: [policy(statement)],
		ActionNames: ['s3:GetObject'],
		ResourceArns: ['arn:aws:s3:::depot/web/a'],
	}
	expect((await tryOut(asked))[0]).toMatchObject({
		EvalDecision: 'implicitDeny',
		MissingContextValues: [],
		ResourceSpecificResults: [
			{
				EvalResourceName: 'arn:aws:s3:::depot/web/a',
				EvalResourceDecision: 'implicitDeny',
				MissingContextValues: ['s3:prefix', 'aws:PrincipalTag/equipe'],
			},
		],
	})
	const entry = (ContextKeyName: string, value: string) => ({
		ContextKeyName,
		ContextKeyValues: [value],
		ContextKeyType: 'string',
	})
	const ContextEntries = [entry('s3:prefix', 'a'), entry('aws:PrincipalTag/equipe', 'web')]
	expect((await tryOut({ ...asked, ContextEntries }))[0]).toMatchObject({
		EvalDecision: 'allowed',
		ResourceSpecificResults: [{ MissingContextValues: [] }],
	})
})

test('without a caller a simulation misses the keys that tell who calls', async () => {
	const own = { ...allow('s3:*'), Condition: { StringEquals: { 'aws:username': 'ada' } } }
	const asked = { PolicyInputList: [policy(own)], ActionNames: ['s3:GetObject'] }
	expect((await tryOut(asked))[0]).toMatchObject({
		EvalDecision: 'implicitDeny',
		MissingContextValues: ['aws:username'],
	})
	const CallerArn = `arn:aws:iam::${ACCOUNT}:user/ada`
	expect((await tryOut({ ...asked, CallerArn }))[0]).toMatchObject({
		EvalDecision: 'allowed',
		MissingContextValues: [],
	})
	const { root, user } = await openAccounts()
	await user('ada', own)
	const { EvaluationResults } = await root('SimulatePrincipalPolicy', {
		...asked,
		PolicySourceArn: CallerArn,
	})
	expect((EvaluationResults as Array<Result>)[0]).toMatchObject({ EvalDecision: 'allowed' })
	expect(
		await root('SimulatePrincipalPolicy', {
			...asked,
			PolicySourceArn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/essai`,
		}),
	).toEqual({
		code: 'InvalidInput',
		message: `Invalid Entity Arn: arn:aws:sts::${ACCOUNT}:assumed-role/deployer/essai does not clearly define entity type and name.`,
		status: 400,
	})
})

test('a resource’s policy is tried out as the caller that is named', async () => {
	const arn = `arn:aws:iam::${ACCOUNT}:user/ada`
	const ResourcePolicy = policy({ ...allow('s3:GetObject', 'arn:aws:s3:::depot/*'), Principal: { AWS: arn } })
	const asked = {
		PolicyInputList: [policy(allow('iam:*'))],
		ActionNames: ['s3:GetObject'],
		ResourceArns: ['arn:aws:s3:::depot/a'],
		ResourcePolicy,
	}
	expect((await tryOut(asked))[0]?.EvalDecision).toBe('implicitDeny')
	expect((await tryOut({ ...asked, CallerArn: arn }))[0]?.EvalDecision).toBe('allowed')
	const elsewhere = { ...asked, CallerArn: arn, ResourceOwner: 'arn:aws:iam::222222222222:root' }
	expect((await tryOut(elsewhere))[0]?.EvalDecision).toBe('implicitDeny')
})

test('a group’s policies are tried out, and given ones beside a user’s own', async () => {
	const { root, user } = await openAccounts()
	await user('ada', allow('iam:GetUser'))
	await root('CreateGroup', { GroupName: 'lecture' })
	const PolicyDocument = policy(allow('iam:ListUsers'))
	await root('PutGroupPolicy', { GroupName: 'lecture', PolicyName: 'lire', PolicyDocument })
	const decision = async (PolicySourceArn: string, rest: object = {}) => {
		const asked = { PolicySourceArn, ActionNames: ['iam:ListUsers'], ...rest }
		const { EvaluationResults } = await root('SimulatePrincipalPolicy', asked)
		return (EvaluationResults as Array<Result>)[0]?.EvalDecision
	}
	expect(await decision(`arn:aws:iam::${ACCOUNT}:group/lecture`)).toBe('allowed')
	expect(await decision(`arn:aws:iam::${ACCOUNT}:user/ada`)).toBe('implicitDeny')
	const given = { PolicyInputList: [PolicyDocument] }
	expect(await decision(`arn:aws:iam::${ACCOUNT}:user/ada`, given)).toBe('allowed')
})

test('the keys that policies ask for are listed', async () => {
	const { root, user } = await openAccounts()
	await user('ada', { ...allow('s3:*'), Condition: { StringLike: { 's3:prefix': '${aws:username}/*' } } })
	const more = policy({
		...allow('iam:*'),
		Condition: { Null: { 'S3:Prefix': 'true', 'aws:TagKeys': 'true' } },
	})
	expect(await root('GetContextKeysForCustomPolicy', { PolicyInputList: [more] })).toEqual({
		ContextKeyNames: ['S3:Prefix', 'aws:TagKeys'],
	})
	const PolicySourceArn = `arn:aws:iam::${ACCOUNT}:user/ada`
	const keys = await root('GetContextKeysForPrincipalPolicy', { PolicySourceArn, PolicyInputList: [more] })
	expect(keys).toEqual({ ContextKeyNames: ['S3:Prefix', 'aws:username', 'aws:TagKeys'] })
})
