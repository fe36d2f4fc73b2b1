import type {
	ActionConfigurationProperty,
	ActionTypeDeclaration,
	ActionTypeId,
} from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { type ActionType, describeType, type TypeId, typeKey } from '../structure/action-type.ts'
import { findOfferedType } from '../structure/catalog.ts'
import {
	type CustomActionType,
	customActionTypes,
	type ThirdPartyActionType,
	thirdPartyActionTypes,
	thirdPartyTypeId,
} from './collections.ts'

/** Longest description of a property that ListActionTypes can tell; GetActionType tells more. */
const DESCRIPTION_KEPT = 160

type Where = Pick<Call, 'world' | 'scope'>

/** The action type that an account can use in its pipelines of a Region. */
export function findType(where: Where, id: Partial<ActionTypeId>): ActionType | undefined {
	if (id.owner === 'Custom') {
		const custom = findCustomType(where, id)
		return custom && ofCustom(custom)
	}
	const theirs = findThirdPartyType(where, id)
	if (theirs && isAllowed(where, theirs.declaration)) return ofThirdParty(theirs.declaration)
	return findOfferedType(id)
}

/** The properties of a type, whether or not it can still be used: its secrets stay secret. */
export function propertiesOf(
	where: Where,
	id: Partial<ActionTypeId>,
): ReadonlyArray<ActionConfigurationProperty> {
	if (id.owner === 'Custom')
		return where.world.get(customActionTypes, where.scope, typeKey(id))?.properties ?? []
	const theirs = findThirdPartyType(where, id)
	return (theirs ? ofThirdParty(theirs.declaration) : findOfferedType(id))?.properties ?? []
}

/** A custom action type that is there and not deleted. */
export function findCustomType(
	{ world, scope }: Where,
	id: Partial<ActionTypeId>,
): Readonly<CustomActionType> | undefined {
	const found = world.get(customActionTypes, scope, typeKey(id))
	return found?.deletedAt === undefined ? found : undefined
}

export function findThirdPartyType(
	{ world, scope }: Where,
	id: Partial<ActionTypeId>,
): Readonly<ThirdPartyActionType> | undefined {
	return world.get(thirdPartyActionTypes, WORLD_SCOPE, thirdPartyTypeId(scope.region, id))
}

/** AWS's words: https://github.com/awslabs/aws-codepipeline-plugin-for-jenkins/issues/14 */
export function typeNotFound(id: Partial<ActionTypeId>): AwsError {
	return new AwsError('ActionTypeNotFoundException', `${describeType(id)} is not available`)
}

/** Whether the owner lets an account use its type. */
export function isAllowed({ scope }: Where, { permissions }: ActionTypeDeclaration): boolean {
	const accounts = permissions?.allowedAccounts ?? []
	return accounts.includes('*') || accounts.includes(scope.account)
}

export function ofCustom({ id, settings, properties, inputs, outputs }: CustomActionType): ActionType {
	return {
		...id,
		inputs: [inputs.minimumCount ?? 0, inputs.maximumCount ?? 0],
		outputs: [outputs.minimumCount ?? 0, outputs.maximumCount ?? 0],
		properties,
		...(settings && { settings }),
	}
}

export function ofThirdParty(declaration: ActionTypeDeclaration): ActionType {
	const id = declaration.id as TypeId
	const { configurationUrl, ...templates } = declaration.urls ?? {}
	const { inputArtifactDetails: inputs, outputArtifactDetails: outputs } = declaration
	return {
		...id,
		inputs: [inputs?.minimumCount ?? 0, inputs?.maximumCount ?? 0],
		outputs: [outputs?.minimumCount ?? 0, outputs?.maximumCount ?? 0],
		properties: (declaration.properties ?? []).map(
			({ name, optional, key, noEcho, queryable, description }) => ({
				name,
				required: !optional,
				key,
				secret: noEcho,
				...(queryable !== undefined && { queryable }),
				...(description && { description: description.slice(0, DESCRIPTION_KEPT) }),
			}),
		),
		settings: { ...templates, ...(configurationUrl && { thirdPartyConfigurationUrl: configurationUrl }) },
	}
}
