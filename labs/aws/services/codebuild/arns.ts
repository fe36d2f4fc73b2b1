import { formatArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Scope } from '../../world/world.ts'

export function projectArn(scope: Scope, name: string): string {
	return formatArn({ service: 'codebuild', ...scope, resource: `project/${name}` })
}

export function buildArn(scope: Scope, id: string): string {
	return formatArn({ service: 'codebuild', ...scope, resource: `build/${id}` })
}

export function reportGroupArn(scope: Scope, name: string): string {
	return formatArn({ service: 'codebuild', ...scope, resource: `report-group/${name}` })
}

export function reportArn(scope: Scope, id: string): string {
	return formatArn({ service: 'codebuild', ...scope, resource: `report/${id}` })
}

/** The name in a project's ARN, or what was given. */
export function projectName(nameOrArn: string): string {
	return nameOrArn.replace(/^arn:[^:]*:codebuild:[^:]*:[^:]*:project\//, '')
}

/** The id in a build's ARN, or what was given. */
export function buildId(idOrArn: string): string {
	return idOrArn.replace(/^arn:[^:]*:codebuild:[^:]*:[^:]*:build\//, '')
}

/** The access that an operation needs on a project; what concerns a build is asked of its project. */
export function projectAccess(scope: Scope, operation: string, name: string): Access {
	return { action: `codebuild:${operation}`, resource: projectArn(scope, projectName(name)) }
}

export function anyAccess(operation: string): Access {
	return { action: `codebuild:${operation}`, resource: '*' }
}

export function reportGroupAccess(scope: Scope, operation: string, arn: string): Access {
	const name = arn.replace(/^.*:report(-group)?\//, '').replace(/:.*$/, '')
	return { action: `codebuild:${operation}`, resource: reportGroupArn(scope, name) }
}
