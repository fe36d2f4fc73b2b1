import { parseArn } from '../../../arn.ts'
import { isServicePrincipal } from '../../../identity/service-principals.ts'
import type { Call } from '../../../service.ts'
import { iamScope, nameId, users } from '../collections.ts'
import { findRole } from '../find.ts'
import { limitExceeded, malformedPolicy } from '../iam-error.ts'
import { checkPolicy, policySize } from '../policies/texts.ts'
import { QUOTAS } from '../quotas.ts'

/** Checks a role's trust policy and that the principals which it names exist. */
export function checkTrustPolicy(call: Call, text: string): void {
	const policy = checkPolicy(text, 'trust')
	const quota = QUOTAS.AssumeRolePolicySizeQuota
	if (policySize(text) > quota) throw limitExceeded(`ACLSizePerRole: ${quota}`)
	for (const { principals } of policy.statements) {
		for (const arn of principals?.byKind.AWS ?? []) {
			if (!isKnown(call, arn)) throw malformedPolicy(`Invalid principal in policy: "AWS":"${arn}"`)
		}
		for (const service of principals?.byKind.Service ?? []) {
			if (isServicePrincipal(service)) continue
			throw malformedPolicy(`Invalid principal in policy: "SERVICE":"${service}"`)
		}
	}
}

function isKnown(call: Call, principal: string): boolean {
	if (principal === '*' || /^\d{12}$/.test(principal)) return true
	const arn = parseArn(principal)
	if (!arn || !/^\d{12}$/.test(arn.account)) return false
	if (arn.service === 'sts') return /^assumed-role\/[^/]+\/[^/]+$/.test(arn.resource)
	if (arn.service !== 'iam') return false
	if (arn.resource === 'root') return true
	if (arn.resource.startsWith('role/')) return findRole(call.world, principal) !== undefined
	const name = arn.resource.slice(arn.resource.lastIndexOf('/') + 1)
	return call.world.get(users, iamScope(arn.account), nameId(name))?.arn === principal
}
