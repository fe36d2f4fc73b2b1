import {
	AttachRolePolicyCommand,
	CreateAccessKeyCommand,
	CreatePolicyCommand,
	CreateRoleCommand,
	CreateUserCommand,
	DeleteRoleCommand,
	GetPolicyVersionCommand,
	GetRoleCommand,
	GetRolePolicyCommand,
	IAMClient,
	ListAttachedRolePoliciesCommand,
	ListPoliciesCommand,
	ListRolesCommand,
	NoSuchEntityException,
	PutRolePolicyCommand,
	PutUserPolicyCommand,
	SimulatePrincipalPolicyCommand,
	TagRoleCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { createRootKey } from '../../identity/credentials.ts'
import { sdkHandler } from '../../wire/sdk.ts'
import { ACCOUNT, allow, openAccounts, policy, STARTS_AT, trust } from '../iam/account.fixture.ts'

interface Keys {
	accessKeyId: string
	secretAccessKey: string
	sessionToken?: string
}

/** Clients of the official SDK over a sandbox, signing as whoever's keys they get. */
async function connect() {
	const { sandbox } = await openAccounts()
	let rootKey: Keys = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'CreateRootKey',
		(call) => {
			rootKey = createRootKey(call, ACCOUNT)
		},
		{ account: ACCOUNT, region: 'eu-west-3' },
	)
	const settings = (credentials: Keys) => ({
		region: 'eu-west-3',
		endpoint: 'http://localhost:4566',
		credentials,
		requestHandler: sdkHandler(sandbox),
		maxAttempts: 1,
	})
	return {
		iam: (keys: Keys = rootKey) => new IAMClient(settings(keys)),
		sts: (keys: Keys = rootKey) => new STSClient(settings(keys)),
	}
}

test('the SDK makes a role, its policies and tags, and reads them back', async () => {
	const iam = (await connect()).iam()
	const RoleName = 'pipeline'
	const AssumeRolePolicyDocument = trust({ Service: 'codepipeline.amazonaws.com' })
	await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
	const PolicyDocument = policy(allow('s3:*', "arn:aws:s3:::web/l'été*"))
	await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'store', PolicyDocument }))
	await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'équipe', Value: 'web' }] }))
	const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'more', PolicyDocument }))
	await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }))

	const { Role } = await iam.send(new GetRoleCommand({ RoleName }))
	expect(Role).toMatchObject({ CreateDate: new Date(STARTS_AT), Tags: [{ Key: 'équipe', Value: 'web' }] })
	expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(AssumeRolePolicyDocument)
	const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'store' }))
	expect(decodeURIComponent(inline.PolicyDocument ?? '')).toBe(PolicyDocument)
	const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))
	expect(AttachedPolicies).toEqual([{ PolicyName: 'more', PolicyArn: Policy?.Arn }])
	const managed = await iam.send(new GetPolicyVersionCommand({ PolicyArn: Policy?.Arn, VersionId: 'v1' }))
	expect(decodeURIComponent(managed.PolicyVersion?.Document ?? '')).toBe(PolicyDocument)
	const { Policies, IsTruncated } = await iam.send(new ListPoliciesCommand({ MaxItems: 3 }))
	expect([Policies?.length, IsTruncated]).toEqual([3, true])
})

test('the SDK knows the refusals as its own exceptions', async () => {
	const iam = (await connect()).iam()
	const refusal: unknown = await iam.send(new GetRoleCommand({ RoleName: 'none' })).catch((error) => error)
	expect(refusal).toBeInstanceOf(NoSuchEntityException)
	expect(refusal).toMatchObject({
		message: 'The role with name none cannot be found.',
		$metadata: { httpStatusCode: 404 },
	})
	await iam.send(
		new CreateRoleCommand({ RoleName: 'pipeline', AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) }),
	)
	const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
	await iam.send(new AttachRolePolicyCommand({ RoleName: 'pipeline', PolicyArn }))
	await expect(iam.send(new DeleteRoleCommand({ RoleName: 'pipeline' }))).rejects.toMatchObject({
		name: 'DeleteConflictException',
		message: 'Cannot delete entity, must detach all policies first.',
	})
})

test('a user takes a role and acts in its session', async () => {
	const { iam, sts } = await connect()
	const root = iam()
	const UserName = 'ada'
	await root.send(new CreateUserCommand({ UserName }))
	const PolicyDocument = policy(allow('sts:AssumeRole'))
	await root.send(new PutUserPolicyCommand({ UserName, PolicyName: 'take', PolicyDocument }))
	const { AccessKey } = await root.send(new CreateAccessKeyCommand({ UserName }))
	const ada = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
	const RoleName = 'reader'
	await root.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) }))
	const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'
	await root.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))

	await expect(iam(ada).send(new ListRolesCommand({}))).rejects.toMatchObject({
		name: 'AccessDenied',
		$metadata: { httpStatusCode: 403 },
	})
	const RoleArn = `arn:aws:iam::${ACCOUNT}:role/reader`
	const { Credentials } = await sts(ada).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'essai' }))
	expect(Credentials?.Expiration).toEqual(new Date(STARTS_AT + 3_600_000))
	const session = {
		accessKeyId: Credentials?.AccessKeyId ?? '',
		secretAccessKey: Credentials?.SecretAccessKey ?? '',
		sessionToken: Credentials?.SessionToken,
	}
	expect(await sts(session).send(new GetCallerIdentityCommand({}))).toMatchObject({
		Account: ACCOUNT,
		Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/essai`,
	})
	const { Roles } = await iam(session).send(new ListRolesCommand({}))
	expect(Roles).toMatchObject([{ RoleName: 'reader', CreateDate: new Date(STARTS_AT) }])
	const { EvaluationResults } = await root.send(
		new SimulatePrincipalPolicyCommand({ PolicySourceArn: RoleArn, ActionNames: ['iam:GetRole'] }),
	)
	expect(EvaluationResults).toMatchObject([
		{
			EvalDecision: 'allowed',
			MatchedStatements: [{ SourcePolicyId: 'IAMReadOnlyAccess', SourcePolicyType: 'IAM Policy' }],
		},
	])
})
