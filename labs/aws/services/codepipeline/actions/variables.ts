import type { Execution } from '../collections.ts'
import { REFERENCE } from '../structure/references.ts'
import { ActionFailure } from './action.ts'

/** Largest resolved configuration: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const BYTES_AT_MOST = 100 * 1024

function lookUp(execution: Execution, namespace: string, name: string): string | undefined {
	if (namespace === 'codepipeline') return name === 'PipelineExecutionId' ? execution.id : undefined
	if (namespace === 'variables') return execution.variables[name]
	return execution.namespaces[namespace]?.[name]
}

/** A configuration with every `#{namespace.key}` filled in; what is not known fails the action or rule. */
export function resolveConfiguration(
	owner: 'action' | 'rule',
	{ name, configuration = {} }: { name?: string; configuration?: Record<string, string> },
	execution: Execution,
): Record<string, string> {
	const resolved = Object.entries(configuration).map(([key, text]) => {
		const value = text.replace(REFERENCE, (reference, namespace, variable) => {
			const found = lookUp(execution, namespace, variable)
			if (found !== undefined) return found
			// The wording is ours.
			throw new ActionFailure(
				'ConfigurationError',
				`The variable ${reference} in the configuration '${key}' of ${owner} '${name}' could not be resolved`,
			)
		})
		return [key, value]
	})
	const size = resolved.reduce((sum, [, value = '']) => sum + Buffer.byteLength(value), 0)
	if (size > BYTES_AT_MOST) {
		throw new ActionFailure(
			'ConfigurationError',
			`The resolved configuration of ${owner} '${name}' exceeds 100 KB`,
		)
	}
	return Object.fromEntries(resolved)
}
