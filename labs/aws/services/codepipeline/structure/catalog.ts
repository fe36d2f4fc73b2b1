import type { ActionTypeId } from '@aws-sdk/client-codepipeline'
import { type ActionType, typeKey } from './action-type.ts'
import { AWS_ACTION_TYPES } from './aws-action-types.ts'
import { PARTNER_ACTION_TYPES } from './partner-action-types.ts'

/** Every action type that AWS offers, its own and its partners'. */
export const ACTION_TYPES: ReadonlyArray<ActionType> = [...AWS_ACTION_TYPES, ...PARTNER_ACTION_TYPES]

const BY_KEY = new Map(ACTION_TYPES.map((type) => [typeKey(type), type]))

/** An action type that AWS offers, or undefined when it has none of that name. */
export function findOfferedType(id: Partial<ActionTypeId>): ActionType | undefined {
	return BY_KEY.get(typeKey(id))
}
