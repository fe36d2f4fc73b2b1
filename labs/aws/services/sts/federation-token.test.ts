import { expect, test } from 'vitest'
import { encodeRefusal } from '../../identity/authorization-message.ts'
import { rootOf } from '../../identity/credentials.ts'
import {
	ACCOUNT,
	type Answer,
	allow,
	OTHER_ACCOUNT,
	openAccounts,
	policy,
	STARTS_AT,
} from '../iam/account.fixture.ts'

const INVITED = `arn:aws:sts::${ACCOUNT}:federated-user/invitee`

async function openInviting() {
	const accounts = await openAccounts()
	const ada = await accounts.user('ada', allow('*'))
	const sessionOf = (answer: Answer) =>
		accounts.principalOf((answer.Credentials as { AccessKeyId: string }).AccessKeyId)
	return { ...accounts, ada, sessionOf }
}

test('a federated session may do what both its issuer and its policy allow', async () => {
	const { as, ada, root, sessionOf } = await openInviting()
	const Policy = policy(allow('sts:DecodeAuthorizationMessage'), allow('sts:GetAccessKeyInfo'))
	const answer = await as(ada, 'GetFederationToken', { Name: 'invitee', Policy, DurationSeconds: 900 })
	expect(answer).toMatchObject({
		Credentials: { Expiration: new Date(STARTS_AT + 900_000) },
		FederatedUser: { FederatedUserId: `${ACCOUNT}:invitee`, Arn: INVITED },
	})
	const session = sessionOf(answer)
	expect(await as(session, 'GetCallerIdentity')).toEqual({
		UserId: `${ACCOUNT}:invitee`,
		Account: ACCOUNT,
		Arn: INVITED,
	})
	const AccessKeyId = 'accessKeyId' in ada ? ada.accessKeyId : ''
	expect(await as(session, 'GetAccessKeyInfo', { AccessKeyId })).toEqual({ Account: ACCOUNT })
	await root('PutUserPolicy', {
		UserName: 'ada',
		PolicyName: 'inline',
		PolicyDocument: policy(allow('sts:GetFederationToken')),
	})
	expect(await as(session, 'GetAccessKeyInfo', { AccessKeyId })).toMatchObject({
		code: 'AccessDenied',
		message: expect.stringContaining(`User: ${INVITED} is not authorized`),
	})
})

test('a federated session without a policy may do nothing by itself', async () => {
	const { as, ada, sessionOf } = await openInviting()
	const session = sessionOf(await as(ada, 'GetFederationToken', { Name: 'invitee' }))
	expect(await as(session, 'GetAccessKeyInfo', { AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA' })).toMatchObject({
		code: 'AccessDenied',
		message: expect.stringContaining('because no session policy allows the sts:GetAccessKeyInfo action'),
	})
})

test('IAM takes no temporary credentials of a user’s own, and roles are not taken with them', async () => {
	const { as, ada, sessionOf } = await openInviting()
	const Policy = policy(allow('*'))
	const invitee = sessionOf(await as(ada, 'GetFederationToken', { Name: 'invitee', Policy }))
	const token = {
		code: 'InvalidClientTokenId',
		message: 'The security token included in the request is invalid',
		status: 403,
	}
	expect(await as(invitee, 'ListUsers')).toEqual(token)
	expect(await as(sessionOf(await as(ada, 'GetSessionToken')), 'ListUsers')).toEqual(token)
	const RoleArn = `arn:aws:iam::${ACCOUNT}:role/none`
	expect(await as(invitee, 'AssumeRole', { RoleArn, RoleSessionName: 'essai' })).toMatchObject({
		code: 'AccessDenied',
		message: 'Cannot call AssumeRole with federated user credentials',
	})
	expect(await as(invitee, 'GetFederationToken', { Name: 'autre', Policy })).toEqual({
		code: 'AccessDenied',
		message: 'Cannot call GetFederationToken with session credentials',
		status: 403,
	})
})

test('the root’s sessions last an hour at most', async () => {
	const { as } = await openInviting()
	expect(await as(rootOf(ACCOUNT), 'GetFederationToken', { Name: 'invitee' })).toMatchObject({
		Credentials: { Expiration: new Date(STARTS_AT + 3_600_000) },
	})
})

test('the account of a key is told, wherever in this world it is', async () => {
	const { as, ada, root } = await openInviting()
	const { AccessKey } = await as(rootOf(OTHER_ACCOUNT), 'CreateAccessKey')
	const { AccessKeyId } = AccessKey as { AccessKeyId: string }
	expect(await as(ada, 'GetAccessKeyInfo', { AccessKeyId })).toEqual({ Account: OTHER_ACCOUNT })
	const { Credentials } = await as(ada, 'GetSessionToken')
	expect(await root('GetAccessKeyInfo', Credentials as object)).toEqual({ Account: ACCOUNT })
	expect(await root('GetAccessKeyInfo', { AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA' })).toMatchObject({
		code: 'ValidationError',
		status: 400,
	})
})

test('the message of a refusal is read by whom it is allowed to', async () => {
	const { as, root, sandbox, user } = await openInviting()
	const bob = await user('bob')
	const EncodedMessage = encodeRefusal(sandbox.world, bob, {
		allowed: false,
		principal: bob.arn,
		action: 'ec2:RunInstances',
		resource: '*',
		reason: 'no-identity-allow',
		matched: [],
		nearMisses: [],
	})
	const { DecodedMessage } = await root('DecodeAuthorizationMessage', { EncodedMessage })
	expect(JSON.parse(String(DecodedMessage))).toMatchObject({
		allowed: false,
		context: { principal: { name: 'bob', arn: bob.arn }, action: 'ec2:RunInstances' },
	})
	expect(await as(bob, 'DecodeAuthorizationMessage', { EncodedMessage })).toMatchObject({
		code: 'AccessDenied',
		status: 403,
	})
	expect(await root('DecodeAuthorizationMessage', { EncodedMessage: 'AAAA' })).toMatchObject({
		code: 'InvalidAuthorizationMessageException',
		status: 400,
	})
})
