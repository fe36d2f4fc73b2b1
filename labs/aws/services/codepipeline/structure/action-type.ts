import type {
	ActionCategory,
	ActionConfigurationProperty,
	ActionOwner,
	ActionTypeId,
	ActionTypeSettings,
} from '@aws-sdk/client-codepipeline'

/** Least and most artifacts. */
export type Counts = readonly [least: number, most: number]

/** What names an action type, complete: the SDK's own type lets every part be missing. */
export interface TypeId {
	category: ActionCategory
	owner: ActionOwner
	provider: string
	version: string
}

/** What is known of an action type before anything runs. */
export interface ActionType extends TypeId {
	inputs: Counts
	outputs: Counts
	properties: ReadonlyArray<ActionConfigurationProperty>
	settings?: ActionTypeSettings
	/** The list of properties is not established: other keys are let through. */
	open?: true
	v2Only?: true
}

/** Finds an action type, or undefined when there is none to be used. */
export type FindActionType = (id: Partial<ActionTypeId>) => ActionType | undefined

/** An action type by name: `Build/Custom/MyProvider/1`. */
export function typeKey({ category, owner, provider, version }: Partial<ActionTypeId>): string {
	return [category, owner, provider, version].join('/')
}

/** As CodePipeline's refusals name a type. */
export function describeType({ category, owner, provider, version }: Partial<ActionTypeId>): string {
	return `ActionType (Category: '${category}', Owner: '${owner}', Provider: '${provider}', Version: '${version}')`
}

/** Properties that must be given; they name what the action works on, so they are keys. */
export function required(...names: ReadonlyArray<string>): Array<ActionConfigurationProperty> {
	return names.map((name) => ({ name, required: true, key: true, secret: false, queryable: false }))
}

export function optional(...names: ReadonlyArray<string>): Array<ActionConfigurationProperty> {
	return names.map((name) => ({ name, required: false, key: false, secret: false, queryable: false }))
}

export function secret(...names: ReadonlyArray<string>): Array<ActionConfigurationProperty> {
	return names.map((name) => ({ name, required: true, key: false, secret: true, queryable: false }))
}
