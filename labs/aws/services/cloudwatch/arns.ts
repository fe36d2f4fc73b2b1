import { formatArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { alarms } from './collections.ts'

export function alarmArn(scope: Scope, name: string): string {
	return formatArn({ service: 'cloudwatch', ...scope, resource: `alarm:${name}` })
}

/** The name in an alarm's ARN, or what was given. */
export function alarmName(nameOrArn: string): string {
	return nameOrArn.replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, '')
}

/** Dashboards are of an account, in no Region. */
export function dashboardArn({ account }: Scope, name: string): string {
	return formatArn({ service: 'cloudwatch', region: '', account, resource: `dashboard/${name}` })
}

/** The access of an action to an alarm. */
export function alarmAccess(call: Call, action: string, name: string): Access {
	const tags = Object.entries(call.world.get(alarms, call.scope, name)?.tags ?? {})
	return {
		action: `cloudwatch:${action}`,
		resource: alarmArn(call.scope, name),
		context: Object.fromEntries(tags.map(([tag, value]) => [`aws:ResourceTag/${tag}`, value])),
	}
}

/** The access of an action that has no resource. */
export const anyAccess = (action: string) => (): Access => ({ action: `cloudwatch:${action}`, resource: '*' })
