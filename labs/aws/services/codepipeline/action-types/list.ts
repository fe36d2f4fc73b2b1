import type { ActionType as ActionTypeOutput, ListActionTypesInput } from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { invalid } from '../codepipeline-error.ts'
import { pageOf } from '../pages.ts'
import { type ActionType, type Counts, typeKey } from '../structure/action-type.ts'
import { ACTION_TYPES } from '../structure/catalog.ts'
import { customActionTypes, thirdPartyActionTypes } from './collections.ts'
import { isAllowed, ofCustom, ofThirdParty } from './find.ts'

/** Types on one page; AWS's number is not published. */
const PAGE = 50
/** The API model bounds what a summary can tell: some of AWS's own types take more of both. */
const PROPERTIES_AT_MOST = 10
const ARTIFACTS_AT_MOST = 5

export const listActionTypes = operation<ListActionTypesInput, object>({
	access: () => ({ action: 'codepipeline:ListActionTypes', resource: '*' }),
	run({ actionOwnerFilter, regionFilter, nextToken }, call) {
		const region = regionFilter ?? call.scope.region
		// The wording is ours.
		if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw invalid(`'${region}' is not a valid AWS Region`)
		const all = typesOf({ ...call, scope: { ...call.scope, region } })
		const wanted = all.filter(({ owner }) => actionOwnerFilter === undefined || owner === actionOwnerFilter)
		const { page, nextToken: next } = pageOf(wanted, typeKey, { nextToken }, PAGE)
		return { actionTypes: page.map(summaryOf), nextToken: next }
	},
})

/** Every type that an account can use in a Region: AWS's, those of third parties, its own. */
function typesOf(call: Call): Array<ActionType> {
	const theirs = call.world
		.list(thirdPartyActionTypes, WORLD_SCOPE, { prefix: `${call.scope.region}/` })
		.filter(({ declaration }) => isAllowed(call, declaration))
		.map(({ declaration }) => ofThirdParty(declaration))
	const own = call.world
		.list(customActionTypes, call.scope)
		.filter(({ deletedAt }) => deletedAt === undefined)
	const taken = new Set(theirs.map(typeKey))
	const offered = ACTION_TYPES.filter((type) => !taken.has(typeKey(type)))
	return [...offered, ...theirs, ...own.map(ofCustom)]
}

export function summaryOf(type: ActionType): ActionTypeOutput {
	const { category, owner, provider, version, settings, properties } = type
	return {
		id: { category, owner, provider, version },
		...(settings && { settings }),
		actionConfigurationProperties: properties.slice(0, PROPERTIES_AT_MOST),
		inputArtifactDetails: countsOf(type.inputs),
		outputArtifactDetails: countsOf(type.outputs),
	}
}

function countsOf([least, most]: Counts) {
	return { minimumCount: least, maximumCount: Math.min(most, ARTIFACTS_AT_MOST) }
}
