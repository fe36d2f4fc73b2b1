import type { Policy, Statement } from './document.ts'
import { MalformedPolicy, type PolicyKind, parsePolicy } from './parse.ts'

/**
 * Parses a policy that is to be kept and checks what its kind demands.
 * Throws MalformedPolicy in AWS's words. Whether the principals that it names
 * exist is for the service to say, which knows the world.
 */
export function validatePolicy(text: string, kind: PolicyKind): Policy {
	const policy = parsePolicy(text)
	for (const statement of policy.statements) CHECKS[kind](statement)
	const sids = policy.statements.flatMap(({ sid }) => (sid ? [sid] : []))
	if (new Set(sids).size < sids.length) {
		throw new MalformedPolicy('Statement IDs (SID) in a single policy must be unique.')
	}
	return policy
}

const CHECKS: Record<PolicyKind, (statement: Statement) => void> = {
	identity(statement) {
		if (statement.principals) throw new MalformedPolicy('Policy document should not specify a principal.')
		checkActions(statement)
		checkResources(statement)
	},
	resource(statement) {
		if (!statement.principals) throw new MalformedPolicy('Missing required field Principal')
		checkActions(statement)
		checkResources(statement)
	},
	trust(statement) {
		if (!statement.principals) throw new MalformedPolicy('Missing required field Principal')
		if (statement.resources) throw new MalformedPolicy('Has prohibited field Resource')
		for (const action of statement.actions.patterns) {
			if (!/^(sts:.+|\*)$/i.test(action)) {
				throw new MalformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.')
			}
		}
	},
}

function checkActions({ actions }: Statement): void {
	for (const action of actions.patterns) {
		if (action === '*') continue
		const [vendor = '', ...rest] = action.split(':')
		if (rest.length === 0) {
			throw new MalformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
		}
		if (rest.length > 1) throw new MalformedPolicy('Actions/Condition can contain only one colon.')
		if (!/^[\w-]+$/.test(vendor)) throw new MalformedPolicy(`Vendor ${vendor} is not valid`)
	}
}

function checkResources({ resources }: Statement): void {
	if (!resources || resources.patterns.length === 0) {
		throw new MalformedPolicy('Policy statement must contain resources.')
	}
	for (const resource of resources.patterns) checkResource(resource)
}

/** Services whose ARNs hold no Region, with how AWS words it. */
const REGIONLESS: Readonly<Record<string, string>> = {
	iam: 'IAM resource {} cannot contain region information.',
	s3: 'Resource {} can not contain region information.',
}

function checkResource(resource: string): void {
	if (resource === '*') return
	const [prefix, partition = '', service = '', region = ''] = resource.split(':')
	if (prefix !== 'arn') throw new MalformedPolicy(`Resource ${resource} must be in ARN format or "*".`)
	if (!/^(aws|aws-cn|aws-us-gov|\*)$/.test(partition)) {
		throw new MalformedPolicy(`Partition "${partition}" is not valid for resource "${resource}".`)
	}
	if (!/^[\w-]+$/.test(service)) {
		throw new MalformedPolicy('Resource vendor must be fully qualified and cannot contain regexes.')
	}
	const refusal = REGIONLESS[service]
	if (refusal && region !== '' && region !== '*') throw new MalformedPolicy(refusal.replace('{}', resource))
}
