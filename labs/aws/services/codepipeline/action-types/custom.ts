import { isDeepStrictEqual } from 'node:util'
import type { CreateCustomActionTypeInput, DeleteCustomActionTypeInput } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { invalid } from '../codepipeline-error.ts'
import { readTags, writeTags } from '../pipelines/tags.ts'
import { describeType, type TypeId, typeKey } from '../structure/action-type.ts'
import { actionTypeArn, type CustomActionType, customActionTypes } from './collections.ts'
import { assertCustomType } from './custom-rules.ts'
import { findCustomType, ofCustom } from './find.ts'
import { summaryOf } from './list.ts'

/** Custom actions of one Region: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const TYPES_AT_MOST = 50

type Names = Pick<DeleteCustomActionTypeInput, 'category' | 'provider' | 'version'>

/** The owner is always Custom: nobody chooses it. */
function idOf({ category, provider = '', version = '' }: Names): TypeId {
	return { category: category as TypeId['category'], owner: 'Custom', provider, version }
}

export const createCustomActionType = operation<CreateCustomActionTypeInput, object>({
	access(input, call) {
		const resource = actionTypeArn(call.scope, idOf(input))
		const actions = ['CreateCustomActionType', ...(input.tags?.length ? ['TagResource'] : [])]
		return actions.map((action) => ({ action: `codepipeline:${action}`, resource }))
	},
	run(input, call) {
		assertCustomType(input)
		const created = newType(call, input)
		call.world.put(customActionTypes, call.scope, typeKey(created.id), created)
		return { actionType: summaryOf(ofCustom(created)), tags: readTags(created.tags) }
	},
})

/**
 * A version that was used stays taken, deleted or not. A deleted type comes back
 * when it is created again as it was: API reference of DeleteCustomActionType.
 */
function newType(call: Call, input: CreateCustomActionTypeInput): CustomActionType {
	const id = idOf(input)
	const before = call.world.get(customActionTypes, call.scope, typeKey(id))
	// The wording of the first two refusals is ours, and how the third begins; its end is cdk-preflight's.
	if (before && before.deletedAt === undefined) throw invalid(`${describeType(id)} already exists`)
	const types = call.world.list(customActionTypes, call.scope)
	if (types.filter(({ deletedAt }) => deletedAt === undefined).length >= TYPES_AT_MOST) {
		throw new AwsError(
			'LimitExceededException',
			`There can only be up to ${TYPES_AT_MOST} custom action types`,
		)
	}
	const { configurationProperties = [], inputArtifactDetails, outputArtifactDetails, settings } = input
	const definition = structuredClone({
		id,
		...(settings && { settings }),
		properties: configurationProperties,
		inputs: inputArtifactDetails ?? { minimumCount: 0, maximumCount: 0 },
		outputs: outputArtifactDetails ?? { minimumCount: 0, maximumCount: 0 },
	})
	if (before && !isSame(before, definition)) {
		throw invalid(`${describeType(id)} has been deleted. Create a new version of the action type.`)
	}
	const tags = writeTags(actionTypeArn(call.scope, id), {}, input.tags ?? [])
	return { ...definition, tags, createdAt: call.now }
}

function isSame(before: CustomActionType, definition: Partial<CustomActionType>): boolean {
	const { tags: _, createdAt: __, deletedAt: ___, ...rest } = before
	return isDeepStrictEqual(rest, definition)
}

/** Marks a type as deleted, its tags with it; one that is not there is no error. */
export const deleteCustomActionType = operation<DeleteCustomActionTypeInput, void>({
	access: (input, call) => ({
		action: 'codepipeline:DeleteCustomActionType',
		resource: actionTypeArn(call.scope, idOf(input)),
	}),
	run(input, call) {
		const found = findCustomType(call, idOf(input))
		if (!found) return
		const deleted = { ...found, tags: {}, deletedAt: call.now }
		call.world.put(customActionTypes, call.scope, typeKey(found.id), deleted)
	},
})
