import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { parseArn } from '../../../arn.ts'
import type { RolePrincipal } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import { authorize } from '../../iam/authorize.ts'
import { findRole } from '../../iam/find.ts'
import { requirePassRole } from '../../iam/policies/pass-role.ts'
import { assumeServiceRole, RoleNotAssumable, roleSession, trustsService } from '../../sts/service-roles.ts'
import { pipelineArn } from '../arns.ts'
import { invalidStructure } from '../codepipeline-error.ts'
import { ActionFailure, type ActionRun } from './action.ts'

const SERVICE = 'codepipeline.amazonaws.com'
/** A role's session is named like this where no execution is at hand. */
const SESSION = 'AWSCodePipeline'

function actionRoleArns({ stages = [] }: PipelineDeclaration): Array<string> {
	const arns = stages.flatMap(({ actions = [] }) => actions.flatMap(({ roleArn }) => roleArn ?? []))
	return [...new Set(arns)]
}

/**
 * The caller must be allowed to hand the roles of a structure to CodePipeline. A
 * role of another account is not handed over: the pipeline's own role assumes it.
 */
export function requirePassRoles(call: Call, structure: PipelineDeclaration): void {
	const { roleArn = '' } = structure
	const own = actionRoleArns(structure).filter((arn) => parseArn(arn)?.account === call.scope.account)
	for (const arn of new Set([roleArn, ...own])) requirePassRole(call, arn, SERVICE)
}

/** Refuses a structure whose roles CodePipeline cannot assume. Permissions show only at run time, as in AWS. */
export function assertServiceRole(call: Call, structure: PipelineDeclaration): void {
	const arn = structure.roleArn ?? ''
	const role = serviceRole(call, structure)
	if (!role || !trustsService(call.world, arn, SERVICE)) {
		throw invalidStructure(`CodePipeline is not authorized to perform AssumeRole on role ${arn}`)
	}
	for (const actionRole of actionRoleArns(structure)) {
		if (assumeAs(call, role, actionRole)) continue
		throw invalidStructure(`${arn} is not authorized to perform AssumeRole on role ${actionRole}`)
	}
}

/** The pipeline's own role, or undefined when CodePipeline cannot assume it. */
export function serviceRole(
	call: Call,
	{ name = '', roleArn = '' }: PipelineDeclaration,
): RolePrincipal | undefined {
	const source = { arn: pipelineArn(call.scope, name), account: call.scope.account }
	try {
		return assumeServiceRole(call, roleArn, SERVICE, SESSION, source)
	} catch (error) {
		if (error instanceof RoleNotAssumable) return
		throw error
	}
}

/** What has a role: an action, or a rule. */
export type RoleOf = Pick<ActionRun, 'call' | 'structure'> & { declaration: { roleArn?: string } }

/** The role under which an action or a rule works: its own, assumed by the pipeline's, or the pipeline's. */
export function actionRole({ call, structure, declaration }: RoleOf): RolePrincipal {
	const { roleArn = '' } = structure
	const role = serviceRole(call, structure)
	if (!role) {
		throw new ActionFailure(
			'PermissionError',
			`CodePipeline is not authorized to perform AssumeRole on role ${roleArn}`,
		)
	}
	if (declaration.roleArn === undefined) return role
	const own = assumeAs(call, role, declaration.roleArn)
	if (own) return own
	throw new ActionFailure(
		'PermissionError',
		`${roleArn} is not authorized to perform AssumeRole on role ${declaration.roleArn}`,
	)
}

/** The session of an action's role, when both the pipeline's role and the trust policy allow it. */
function assumeAs(call: Call, principal: RolePrincipal, roleArn: string): RolePrincipal | undefined {
	const role = findRole(call.world, roleArn)
	if (!role) return
	const access = {
		action: 'sts:AssumeRole',
		resource: roleArn,
		resourceAccount: role.account,
		resourcePolicy: role.assumeRolePolicy,
	}
	if (!authorize(call.world, principal, access, call.now).allowed) return
	return { ...roleSession(role, SESSION), invokedBy: SERVICE }
}
