import type { SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam'
import { parseArn } from '../../arn.ts'
import { authorize, type Decision, type MatchedStatement } from '../../authorize.ts'
import { AwsError } from '../../aws-error.ts'
import type { Principal } from '../../principal.ts'
import { type Call, operation } from '../../service.ts'
import { roleSession } from '../sts/service-roles.ts'
import { iamAccess } from './access.ts'
import { iamScope, nameId, users } from './collections.ts'
import { findRole } from './find.ts'
import { noSuchEntity } from './iam-error.ts'
import { pageOf } from './pages.ts'
import { checkPolicy } from './texts.ts'

/** Members that change whose policies count; leaving them out silently would give wrong answers. */
const NOT_EMULATED = [
	'PolicyInputList',
	'PermissionsBoundaryPolicyInputList',
	'ResourceOwner',
	'CallerArn',
	'ResourceHandlingOption',
] as const

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = operation<SimulatePrincipalPolicyRequest, object>({
	access: ({ PolicySourceArn = '' }, call) => iamAccess(call, 'SimulatePrincipalPolicy', PolicySourceArn),
	run(input, call) {
		const refused = NOT_EMULATED.find((member) => input[member] !== undefined)
		if (refused) {
			throw new AwsError('NotImplemented', `SimulatePrincipalPolicy: ${refused} is not emulated.`, 501)
		}
		const { PolicySourceArn = '', ActionNames = [], ResourceArns = ['*'], ResourcePolicy } = input
		if (ResourcePolicy !== undefined) checkPolicy(ResourcePolicy, 'resource')
		const principal = requireSource(call, PolicySourceArn)
		const given = input.ContextEntries?.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
			ContextKeyName,
			ContextKeyValues,
		])
		const access = { resourcePolicy: ResourcePolicy, context: Object.fromEntries(given ?? []) }
		const asked = ActionNames.flatMap((action) => ResourceArns.map((resource) => ({ action, resource })))
		const { items, ...page } = pageOf(asked, input)
		const results = items.map((one) =>
			describeDecision(principal, authorize(call.world, principal, { ...access, ...one }, call.now)),
		)
		return { EvaluationResults: results, ...page }
	},
})

/** The user or role whose policies are tried. */
function requireSource({ world }: Call, arn: string): Principal {
	const role = findRole(world, arn)
	if (role) return roleSession(role, 'simulation')
	const { account = '', resource = '' } = parseArn(arn) ?? {}
	const name = resource.slice(resource.lastIndexOf('/') + 1)
	const user = world.get(users, iamScope(account), nameId(name))
	if (user?.arn !== arn) throw noSuchEntity(`The entity ${arn} cannot be found.`)
	return { type: 'user', account, arn, userName: user.userName, userId: user.userId }
}

function describeDecision(principal: Principal, { action, resource, allowed, reason, matched }: Decision) {
	const denied = reason === 'explicit-deny'
	const settling = matched.filter(({ effect }) => effect === (denied ? 'Deny' : 'Allow'))
	return {
		EvalActionName: action,
		EvalResourceName: resource,
		EvalDecision: allowed ? 'allowed' : denied ? 'explicitDeny' : 'implicitDeny',
		MatchedStatements: settling.map((statement) => ({
			SourcePolicyId: statement.policy,
			SourcePolicyType: sourceType(statement, principal),
		})),
		MissingContextValues: [],
		PermissionsBoundaryDecisionDetail:
			reason === 'boundary' ? { AllowedByPermissionsBoundary: false } : undefined,
	}
}

function sourceType({ policyType, policy }: MatchedStatement, { type }: Principal): string {
	if (policyType === 'resource') return 'resource'
	if (policy.startsWith('arn:aws:iam::aws:')) return 'aws-managed'
	return policy.startsWith('arn:') ? 'user-managed' : type
}
