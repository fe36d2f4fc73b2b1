import type { ActionTypeSettings } from '@aws-sdk/client-codepipeline'
import { invalid } from '../codepipeline-error.ts'
import type { ActionType } from '../structure/action-type.ts'

const CONFIG = /\{Config:([^}]*)\}/g

/** What fills the templates of a type in. */
export interface TemplateValues {
	configuration: Readonly<Record<string, string>>
	externalExecutionId?: string
	revisionId?: string
}

/**
 * An address from a template of a type, or undefined when something in it is not
 * known. Only properties that are required and not secret show (user guide,
 * actions-create-custom-action).
 */
export function fillTemplate(
	{ settings, properties }: ActionType,
	name: 'entityUrlTemplate' | 'executionUrlTemplate' | 'revisionUrlTemplate',
	{ configuration, externalExecutionId, revisionId }: TemplateValues,
): string | undefined {
	const template = settings?.[name]
	if (template === undefined) return
	const shown = new Set(properties.filter((one) => one.required && !one.secret).map((one) => one.name))
	let known = true
	const fill = (value: string | undefined) => {
		known &&= value !== undefined
		return value ?? ''
	}
	const address = template
		.replaceAll(CONFIG, (_, key: string) => fill(shown.has(key) ? configuration[key] : undefined))
		.replaceAll('{ExternalExecutionId}', () => fill(externalExecutionId))
		.replaceAll('{RevisionId}', () => fill(revisionId))
	return known ? address : undefined
}

/** Refuses templates that are no web addresses: they become links. The wording is ours. */
export function assertTemplates(settings: ActionTypeSettings): void {
	for (const [name, template = ''] of Object.entries(settings)) {
		if (!/^https?:\/\//i.test(template)) throw invalid(`${name} must be an http or https address`)
	}
}
