import type { ActionDeclaration, ActionTypeId, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { propertiesOf } from '../action-types/find.ts'
import { invalidAction } from '../codepipeline-error.ts'

// Secret properties of an action's configuration: kept, handed to who does the work, and never shown.

/** What the service shows in place of a secret. */
export const MASK = '****'

type Configuration = Readonly<Record<string, string>>

/** A configuration as the service shows it. */
export function maskConfiguration(
	call: Call,
	id: ActionTypeId | undefined,
	configuration: Configuration,
): Configuration {
	const secrets = secretsOf(call, id)
	if (secrets.size === 0) return configuration
	const shown = Object.entries(configuration).map(([key, value]) => [key, secrets.has(key) ? MASK : value])
	return Object.fromEntries(shown)
}

/** A structure as the service shows it; as it is kept, when it has no secret. */
export function maskSecrets(call: Call, structure: PipelineDeclaration): PipelineDeclaration {
	const actions = structure.stages?.flatMap((stage) => stage.actions ?? []) ?? []
	if (actions.every(({ actionTypeId }) => secretsOf(call, actionTypeId).size === 0)) return structure
	return mapActions(structure, ({ actionTypeId, configuration = {} }) =>
		maskConfiguration(call, actionTypeId, configuration),
	)
}

/**
 * A structure that was shown and comes back keeps the secrets it had, as long as
 * its stages and actions keep their names (user guide, reference-pipeline-structure).
 */
export function keepSecrets(
	call: Call,
	structure: PipelineDeclaration,
	before: PipelineDeclaration,
): PipelineDeclaration {
	return mapActions(structure, (action, stage) => {
		const secrets = secretsOf(call, action.actionTypeId)
		const known = before.stages
			?.find(({ name }) => name === stage)
			?.actions?.find(({ name }) => name === action.name)?.configuration
		const kept = Object.entries(action.configuration ?? {}).map(([key, value]) => [
			key,
			secrets.has(key) && value === MASK ? (known?.[key] ?? value) : value,
		])
		return Object.fromEntries(kept)
	})
}

/**
 * Refuses the mask in place of a secret that was never given. AWS's words:
 * https://github.com/alantech/iasql/issues/1594
 */
export function assertSecretsGiven(call: Call, { stages = [] }: PipelineDeclaration): void {
	for (const { name, actionTypeId, configuration = {} } of stages.flatMap(({ actions = [] }) => actions)) {
		const property = [...secretsOf(call, actionTypeId)].find((key) => configuration[key ?? ''] === MASK)
		if (property === undefined) continue
		throw invalidAction(
			`Action configuration for the new action "${name}" contains an invalid configuration for the secret property "${property}". "${MASK}" may be used in secret properties only when updating an existing action.`,
		)
	}
}

const NO_SECRETS: ReadonlySet<string | undefined> = new Set()

/** Names of the secret properties of a type; AWS's own types have none. */
function secretsOf(call: Call, id: ActionTypeId | undefined): ReadonlySet<string | undefined> {
	if (id?.owner === 'AWS') return NO_SECRETS
	const secrets = propertiesOf(call, id ?? {}).filter(({ secret }) => secret)
	return new Set(secrets.map(({ name }) => name))
}

function mapActions(
	structure: PipelineDeclaration,
	change: (action: ActionDeclaration, stage?: string) => Configuration,
): PipelineDeclaration {
	const stages = structure.stages?.map((stage) => ({
		...stage,
		actions: stage.actions?.map((action) => ({
			...action,
			configuration: { ...change(action, stage.name) },
		})),
	}))
	return { ...structure, stages }
}
