import type { ActionConfigurationProperty, ActionDeclaration } from '@aws-sdk/client-codepipeline'
import { z } from 'zod'
import { invalidAction } from '../codepipeline-error.ts'
import type { ActionType } from './action-type.ts'

// Rules on the configuration of one action, by the properties of its type.

const variableList = z.array(z.object({ name: z.string(), value: z.string(), type: z.string().optional() }))
const KEY_CHARACTERS_AT_MOST = 50
/** What PollForJobs can ask for: API model, ActionConfigurationQueryableValue. */
const QUERYABLE = /^[a-zA-Z0-9_-]{1,50}$/

/** Refuses a configuration that its action type does not take. */
export function assertConfiguration(action: ActionDeclaration, type: ActionType): void {
	const configuration = action.configuration ?? {}
	const of = `Action configuration for action '${action.name}'`
	// What is not known is told before what is missing: https://github.com/hashicorp/terraform-provider-aws/issues/11431
	const known = new Set(type.properties.map(({ name }) => name))
	const unknown = Object.keys(configuration).find((key) => !type.open && !known.has(key))
	if (unknown) throw invalidAction(`${of} contains unknown configuration '${unknown}'`)
	const missing =
		type.properties.find(({ name = '', required }) => required && !configuration[name])?.name ??
		missingBy(type, configuration)
	if (missing) throw invalidAction(`${of} is missing required configuration '${missing}'`)
	if (Object.keys(configuration).some((key) => key.length > KEY_CHARACTERS_AT_MOST)) {
		throw invalidAction(`${of} has a key longer than ${KEY_CHARACTERS_AT_MOST} characters`)
	}
	for (const property of type.properties) {
		const value = configuration[property.name ?? '']
		const fault = value === undefined ? undefined : faultOf(property, value)
		if (fault) throw invalidAction(`${of} has an invalid value for '${property.name}': ${fault}`)
	}
	if (type.owner === 'AWS') assertEnvironmentVariables(configuration.EnvironmentVariables)
}

/**
 * AWS's words, but for the example at their end: https://github.com/aws/aws-cdk/issues/8458, where the action
 * failed with them. That the structure is refused already is our choice.
 */
function assertEnvironmentVariables(text: string | undefined): void {
	if (text === undefined || text.includes('#{') || isVariableList(text)) return
	throw invalidAction(
		'EnvironmentVariables specified in action config does not match expected format, the expected format is JSON array adhering to the following format: [{"name": "string", "value": "string", "type": "string"}]',
	)
}

function isVariableList(text: string): boolean {
	try {
		return variableList.safeParse(JSON.parse(text)).success
	} catch {
		return false
	}
}

/** A key that other values make required: S3 deploy needs ObjectKey unless it extracts (user guide). */
function missingBy(
	{ category, owner, provider }: ActionType,
	configuration: Record<string, string>,
): string | undefined {
	if (owner !== 'AWS' || category !== 'Deploy' || provider !== 'S3') return
	if (configuration.Extract?.toLowerCase() === 'true' || configuration.ObjectKey) return
	return 'ObjectKey'
}

/** What is wrong with a value; one with a variable in it is known only when it runs. The wording is ours. */
function faultOf({ type, queryable }: ActionConfigurationProperty, value: string): string | undefined {
	if (queryable && !QUERYABLE.test(value)) {
		return 'a queryable value holds at most 50 letters, digits, underscores and hyphens'
	}
	if (value.includes('#{')) return
	if (type === 'Number' && (value.trim() === '' || !Number.isFinite(Number(value)))) return 'not a number'
	if (type === 'Boolean' && !/^(true|false)$/i.test(value)) return 'not true or false'
}
