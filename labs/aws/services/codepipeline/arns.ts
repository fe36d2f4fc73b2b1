import { formatArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Scope } from '../../world/world.ts'

/** `arn:aws:codepipeline:region:account:pipeline[/stage[/action]]` */
export function pipelineArn(
	scope: Scope,
	...path: [pipeline: string, stage?: string, action?: string]
): string {
	return formatArn({ service: 'codepipeline', ...scope, resource: path.filter(Boolean).join('/') })
}

/** The access that an operation needs on a pipeline, a stage or an action. */
export function pipelineAccess(
	scope: Scope,
	operation: string,
	...path: [pipeline: string | undefined, stage?: string, action?: string]
): Access {
	const [pipeline = '', ...rest] = path
	return { action: `codepipeline:${operation}`, resource: pipelineArn(scope, pipeline, ...rest) }
}
