import type { AddPermissionRequest, GetPolicyRequest, RemovePermissionRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import { LATEST, type PolicyStatement, policies } from './collections.ts'
import {
	findPolicy,
	functionArn,
	type Named,
	onFunction,
	policyText,
	readName,
	requireVersion,
} from './find.ts'
import { conflict, invalidParameter, notFound, preconditionFailed } from './lambda-error.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const POLICY_BYTES = 20 * 1024

export const addPermission = operation<AddPermissionRequest, object>({
	access: onFunction('AddPermission'),
	run(input, call) {
		const { StatementId = '', RevisionId } = input
		const named = readName(call.scope, input.FunctionName, input.Qualifier)
		requireVersion(call, named)
		if (named.qualifier === LATEST)
			throw invalidParameter('We currently do not support adding policies for $LATEST.')
		const known = findPolicy(call, named)
		if (RevisionId !== undefined && RevisionId !== known?.revisionId) throw preconditionFailed()
		if (known?.statements.some(({ Sid }) => Sid === StatementId))
			throw conflict(
				`The statement id (${StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
			)
		const statement = statementOf(named, input)
		const policy = { revisionId: call.ids.uuid(), statements: [...(known?.statements ?? []), statement] }
		if (Buffer.byteLength(policyText(policy)) > POLICY_BYTES)
			throw new AwsError(
				'PolicyLengthExceededException',
				'The final policy size is bigger than the limit (20480).',
			)
		call.world.put(policies, named.scope, documentOf(named), policy)
		return { Statement: JSON.stringify(statement) }
	},
})

function statementOf({ name, scope, qualifier }: Named, input: AddPermissionRequest): PolicyStatement {
	const { StatementId = '', Action = '', Principal = '', SourceArn, SourceAccount, PrincipalOrgID } = input
	if (
		input.FunctionUrlAuthType !== undefined ||
		input.EventSourceToken !== undefined ||
		PrincipalOrgID !== undefined
	)
		// The wording is ours.
		throw invalidParameter('FunctionUrlAuthType, EventSourceToken and PrincipalOrgID are not emulated')
	const like = {
		...(SourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
		...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
	}
	return {
		Sid: StatementId,
		Effect: 'Allow',
		Principal: principalOf(Principal),
		Action,
		Resource: functionArn(scope, name, qualifier),
		...(Object.keys(like).length > 0 && { Condition: like }),
	}
}

function principalOf(text: string): unknown {
	if (text === '*') return '*'
	if (/^[a-z0-9.-]+\.amazonaws\.com$/.test(text)) return { Service: text }
	if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` }
	if (/^arn:aws:(iam|sts)::\d{12}:.+$/.test(text)) return { AWS: text }
	throw invalidParameter('The provided principal was invalid. Please check the principal and try again.')
}

export const removePermission = operation<RemovePermissionRequest, object>({
	access: onFunction('RemovePermission'),
	run({ FunctionName, Qualifier, StatementId, RevisionId }, call) {
		const named = readName(call.scope, FunctionName, Qualifier)
		requireVersion(call, named)
		const known = findPolicy(call, named)
		if (!known) throw noPolicy()
		if (RevisionId !== undefined && RevisionId !== known.revisionId) throw preconditionFailed()
		const statements = known.statements.filter(({ Sid }) => Sid !== StatementId)
		if (statements.length === known.statements.length)
			throw notFound(`Statement ${StatementId} is not found in resource policy.`)
		if (statements.length === 0) call.world.delete(policies, named.scope, documentOf(named))
		else call.world.put(policies, named.scope, documentOf(named), { revisionId: call.ids.uuid(), statements })
		return {}
	},
})

export const getPolicy = operation<GetPolicyRequest, object>({
	access: onFunction('GetPolicy'),
	run({ FunctionName, Qualifier }, call) {
		const named = readName(call.scope, FunctionName, Qualifier)
		requireVersion(call, named)
		const policy = findPolicy(call, named)
		if (!policy) throw noPolicy()
		return { Policy: policyText(policy), RevisionId: policy.revisionId }
	},
})

const documentOf = ({ name, qualifier = '' }: Named) => `${name}|${qualifier}`

const noPolicy = () => notFound('The resource you requested does not exist.')
