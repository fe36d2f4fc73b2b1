import type {
	CreateServiceLinkedRoleRequest,
	DeleteServiceLinkedRoleRequest,
	GetServiceLinkedRoleDeletionStatusRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { type Operation, operation } from '../../../service.ts'
import { iamAccess, iamArn } from '../access.ts'
import { deletionTasks, iamScope, nameId, roles } from '../collections.ts'
import { requireRole } from '../find.ts'
import { noSuchEntity } from '../iam-error.ts'
import { forgetAccesses } from '../reports/last-uses.ts'
import { holderAccess, keep, roleHolder } from './holders.ts'
import { SERVICE_ROLE_PATH } from './protected-roles.ts'
import { DEFAULT_SESSION_SECONDS, describeRole } from './roles.ts'

/**
 * What follows `AWSServiceRoleFor` in a role's name, by the service that it is linked to.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const LINKED: Readonly<Record<string, string>> = {
	'apidestinations.events.amazonaws.com': 'AmazonEventBridgeApiDestinations',
	'autoscaling.amazonaws.com': 'AutoScaling',
	'codestar-notifications.amazonaws.com': 'CodeStarNotifications',
	'custom-resource.application-autoscaling.amazonaws.com': 'ApplicationAutoScaling_CustomResource',
	'ecs.amazonaws.com': 'ECS',
	'ecs.application-autoscaling.amazonaws.com': 'ApplicationAutoScaling_ECSService',
	'elasticbeanstalk.amazonaws.com': 'ElasticBeanstalk',
	'elasticloadbalancing.amazonaws.com': 'ElasticLoadBalancing',
	'events.amazonaws.com': 'CloudWatchEvents',
	'lambda.application-autoscaling.amazonaws.com': 'ApplicationAutoScaling_LambdaConcurrency',
	'maintenance.elasticbeanstalk.amazonaws.com': 'ElasticBeanstalkMaintenance',
	'managedupdates.elasticbeanstalk.amazonaws.com': 'ElasticBeanstalkManagedUpdates',
	'pullthroughcache.ecr.amazonaws.com': 'ECRPullThroughCache',
	'replication.ecr.amazonaws.com': 'ECRReplication',
	'spot.amazonaws.com': 'EC2Spot',
	'ssm.amazonaws.com': 'AmazonSSM',
}
/** Services that take a suffix, and may so have several roles. */
const WITH_SUFFIX = new Set([
	'autoscaling.amazonaws.com',
	'custom-resource.application-autoscaling.amazonaws.com',
])

function roleNameOf({ AWSServiceName = '', CustomSuffix }: CreateServiceLinkedRoleRequest): string {
	const name = Object.hasOwn(LINKED, AWSServiceName) ? LINKED[AWSServiceName] : undefined
	return `AWSServiceRoleFor${name ?? AWSServiceName}${CustomSuffix === undefined ? '' : `_${CustomSuffix}`}`
}

const createServiceLinkedRole = operation<CreateServiceLinkedRoleRequest, object>({
	access(input, call) {
		const { AWSServiceName = '' } = input
		const resource = iamArn(call, `role${SERVICE_ROLE_PATH}${AWSServiceName}/${roleNameOf(input)}`)
		return iamAccess(call, 'CreateServiceLinkedRole', resource, { 'iam:AWSServiceName': AWSServiceName })
	},
	run(input, call) {
		const { AWSServiceName = '', CustomSuffix, Description } = input
		if (!Object.hasOwn(LINKED, AWSServiceName)) {
			const message = `CreateServiceLinkedRole: the role of ${AWSServiceName} is not emulated. The list of what is: docs/emulator.md`
			throw new AwsError('NotImplemented', message, 501)
		}
		if (CustomSuffix !== undefined && !WITH_SUFFIX.has(AWSServiceName)) {
			throw new AwsError('InvalidInput', `Custom suffix is not allowed for ${AWSServiceName}`)
		}
		const roleName = roleNameOf(input)
		if (call.world.get(roles, iamScope(call.scope.account), nameId(roleName))) {
			const message = `Service role name ${roleName} has been taken in this account, please try a different suffix.`
			throw new AwsError('InvalidInput', message)
		}
		const path = `${SERVICE_ROLE_PATH}${AWSServiceName}/`
		const role = keep(call, roleHolder, {
			account: call.scope.account,
			arn: iamArn(call, `role${path}${roleName}`),
			path,
			createdAt: call.now,
			inlinePolicies: {},
			// AWS's policy for the role is not here: no service that is emulated works as such a role.
			attachedPolicies: [],
			roleName,
			roleId: call.ids.iam('AROA'),
			tags: {},
			assumeRolePolicy: trustOf(AWSServiceName),
			description: Description,
			maxSessionDuration: DEFAULT_SESSION_SECONDS,
		})
		return { Role: describeRole(role) }
	},
})

function trustOf(service: string): string {
	const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }
	return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

const deleteServiceLinkedRole = operation<DeleteServiceLinkedRoleRequest, object>({
	access: ({ RoleName = '' }, call) => holderAccess(call, roleHolder, 'DeleteServiceLinkedRole', RoleName),
	run({ RoleName = '' }, call) {
		const { path, roleName, roleId } = requireRole(call.world, call.scope.account, RoleName)
		if (!path.startsWith(SERVICE_ROLE_PATH)) {
			// The wording is ours.
			throw noSuchEntity(`The service-linked role with name ${RoleName} cannot be found.`)
		}
		const id = `task${path}${roleName}/${call.ids.uuid()}`
		forgetAccesses(call, roleId)
		call.world.delete(roles, iamScope(call.scope.account), nameId(roleName))
		call.world.put(deletionTasks, iamScope(call.scope.account), id, { roleName, at: call.now })
		return { DeletionTaskId: id }
	},
})

const getServiceLinkedRoleDeletionStatus = operation<GetServiceLinkedRoleDeletionStatusRequest, object>({
	access({ DeletionTaskId = '' }, call) {
		const role = DeletionTaskId.replace(/^task/, 'role').replace(/\/[^/]*$/, '')
		return iamAccess(call, 'GetServiceLinkedRoleDeletionStatus', iamArn(call, role))
	},
	run({ DeletionTaskId = '' }, call) {
		const task = call.world.get(deletionTasks, iamScope(call.scope.account), DeletionTaskId)
		// The wording is ours.
		if (!task) throw noSuchEntity(`The deletion task with id ${DeletionTaskId} cannot be found.`)
		return { Status: 'SUCCEEDED' }
	},
})

/** Roles that AWS makes for a service, and changes itself. */
export const serviceLinkedRoleOperations: Record<string, Operation> = {
	CreateServiceLinkedRole: createServiceLinkedRole,
	DeleteServiceLinkedRole: deleteServiceLinkedRole,
	GetServiceLinkedRoleDeletionStatus: getServiceLinkedRoleDeletionStatus,
}
