import type {
	ActionConfigurationProperty,
	ActionTypeDeclaration,
	ActionTypeId,
	ActionTypeSettings,
	ArtifactDetails,
} from '@aws-sdk/client-codepipeline'
import { formatArn } from '../../../arn.ts'
import { collection, type Scope } from '../../../world/world.ts'
import { type TypeId, typeKey } from '../structure/action-type.ts'

/** A custom action type as its account defined it. */
export interface CustomActionType {
	id: TypeId
	settings?: ActionTypeSettings
	properties: ReadonlyArray<ActionConfigurationProperty>
	inputs: ArtifactDetails
	outputs: ArtifactDetails
	tags: Readonly<Record<string, string>>
	createdAt: number
	/** Set when it was deleted: its version is not free for another definition. */
	deletedAt?: number
}

/** An action type of a third party who runs jobs for others, defined by the world. */
export interface ThirdPartyActionType {
	/** The account that owns it, and may change it. */
	account: string
	declaration: ActionTypeDeclaration
}

/** Id: `category/Custom/provider/version`. */
export const customActionTypes = collection<CustomActionType>('codepipeline', 'custom-types')
/** Id: `region/category/ThirdParty/provider/version`. */
export const thirdPartyActionTypes = collection<ThirdPartyActionType>(
	'codepipeline',
	'third-party-types',
	'world',
)

export function thirdPartyTypeId(region: string, id: Partial<ActionTypeId>): string {
	return `${region}/${typeKey(id)}`
}

/** `arn:aws:codepipeline:region:account:actiontype:owner/category/provider/version` */
export function actionTypeArn(scope: Scope, id: Partial<ActionTypeId>): string {
	const resource = `actiontype:${id.owner}/${id.category}/${id.provider}/${id.version}`
	return formatArn({ service: 'codepipeline', ...scope, resource })
}
