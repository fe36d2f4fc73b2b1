import { expect, test } from 'vitest'
import { ACCOUNT, allow, openAccounts, policy } from './account.fixture.ts'

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
			MatchedStatements: [{ SourcePolicyId: 'inline' }],
		},
		{
			EvalActionName: 'iam:ListRoles',
			EvalDecision: 'explicitDeny',
			MatchedStatements: [{ SourcePolicyId: 'no-roles' }],
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
	expect(await root('SimulatePrincipalPolicy', { ...asked, PolicyInputList: ['{}'] })).toMatchObject({
		code: 'NotImplemented',
		status: 501,
	})
	const nobody = { ...asked, PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/nobody` }
	expect(await root('SimulatePrincipalPolicy', nobody)).toMatchObject({ code: 'NoSuchEntity', status: 404 })
})
