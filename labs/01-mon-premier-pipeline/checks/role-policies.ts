import {
	GetPolicyCommand,
	GetPolicyVersionCommand,
	GetRolePolicyCommand,
	ListAttachedRolePoliciesCommand,
	ListRolePoliciesCommand,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../checks/clients.ts'

/** A permission that is wide at first sight. */
export interface WideStatement {
	policy: string
	action: string
	resource: string
}

interface Statement {
	Effect?: string
	Action?: string | Array<string>
	Resource?: string | Array<string>
}

/** Every action of S3, or of all services. */
const ALL_ACTIONS = /^(\*|s3:\*)$/i
/** An action of S3 that writes or deletes, as far as its name tells. */
const WRITES = /^s3:(put|delete|create|\*)/i
/** Every bucket. */
const ALL_BUCKETS = /^(\*|arn:aws:s3:::\*(\/\*)?)$/

/** Statements of a role's policies that allow every action of S3, or writing to every bucket. */
export async function wideStatements(aws: Clients, RoleName: string): Promise<Array<WideStatement>> {
	const policies = [...(await inlinePolicies(aws, RoleName)), ...(await attachedPolicies(aws, RoleName))]
	return policies.flatMap(({ name, document }) =>
		statementsOf(document).flatMap((statement) => {
			const action = textsOf(statement.Action).find((one) => ALL_ACTIONS.test(one))
			const resource = textsOf(statement.Resource).find((one) => ALL_BUCKETS.test(one))
			const write = textsOf(statement.Action).find((one) => WRITES.test(one))
			if (!action && !(resource && write)) return []
			return {
				policy: name,
				action: action ?? write ?? '',
				resource: resource ?? textsOf(statement.Resource).join(', '),
			}
		}),
	)
}

async function inlinePolicies({ iam }: Clients, RoleName: string) {
	const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }))
	return Promise.all(
		PolicyNames.map(async (PolicyName) => {
			const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))
			return { name: PolicyName, document: PolicyDocument ?? '' }
		}),
	)
}

async function attachedPolicies({ iam }: Clients, RoleName: string) {
	const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))
	return Promise.all(
		AttachedPolicies.map(async ({ PolicyArn = '', PolicyName = PolicyArn }) => {
			const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }))
			const { PolicyVersion } = await iam.send(
				new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
			)
			return { name: PolicyName, document: PolicyVersion?.Document ?? '' }
		}),
	)
}

/** IAM answers documents percent-encoded. */
function statementsOf(document: string): Array<Statement> {
	const { Statement = [] } = JSON.parse(decodeURIComponent(document)) as {
		Statement?: Statement | Array<Statement>
	}
	return [Statement].flat().filter(({ Effect }) => Effect === 'Allow')
}

function textsOf(value: string | Array<string> = []): Array<string> {
	return [value].flat()
}
