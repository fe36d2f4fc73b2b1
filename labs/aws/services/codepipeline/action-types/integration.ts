import type {
	ActionTypeDeclaration,
	GetActionTypeInput,
	UpdateActionTypeInput,
} from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { invalid } from '../codepipeline-error.ts'
import { thirdPartyActionTypes, thirdPartyTypeId } from './collections.ts'
import { assertCounts } from './custom-rules.ts'
import { findThirdPartyType, isAllowed, ofThirdParty, typeNotFound } from './find.ts'
import { assertTemplates } from './url-templates.ts'

// Action types that third parties offer through an integration model. AWS creates them on request; here a
// world defines them. The wording of every refusal is ours, but for the type that is not found.

/** A Lambda function works 15 minutes at most: user guide, action-types. */
const LAMBDA_SECONDS_AT_MOST = 900

/** Registers a third party's action type in the call's Region, owned by the call's account. */
export function defineThirdPartyActionType(call: Call, declaration: ActionTypeDeclaration): void {
	assertDeclaration(declaration)
	put(call, call.scope.account, declaration)
}

/** Types that AWS made itself are of no integration model, and so not found. */
export const getActionType = operation<GetActionTypeInput, object>({
	access: () => ({ action: 'codepipeline:GetActionType', resource: '*' }),
	run({ category, owner, provider, version }, call) {
		const id = { category, owner: owner as 'ThirdParty', provider, version }
		const found = findThirdPartyType(call, id)
		const seen = found && (found.account === call.scope.account || isAllowed(call, found.declaration))
		if (!seen) throw typeNotFound(id)
		return { actionType: found.declaration }
	},
})

export const updateActionType = operation<UpdateActionTypeInput, void>({
	access: () => ({ action: 'codepipeline:UpdateActionType', resource: '*' }),
	run({ actionType }, call) {
		const declaration = actionType as ActionTypeDeclaration
		const id = { ...declaration.id, owner: declaration.id?.owner as 'ThirdParty' }
		const found = findThirdPartyType(call, id)
		if (found?.account !== call.scope.account) throw typeNotFound(id)
		assertDeclaration(declaration)
		assertOptionalStays(found.declaration, declaration)
		put(call, found.account, declaration)
	},
})

function put(call: Call, account: string, declaration: ActionTypeDeclaration): void {
	const id = { ...declaration.id, owner: 'ThirdParty' as const }
	const document = { account, declaration: structuredClone(declaration) }
	call.world.put(thirdPartyActionTypes, WORLD_SCOPE, thirdPartyTypeId(call.scope.region, id), document)
}

function assertDeclaration(declaration: ActionTypeDeclaration): void {
	const { executor, inputArtifactDetails, outputArtifactDetails } = declaration
	if (declaration.id?.owner !== 'ThirdParty') throw invalid('The owner of an action type must be ThirdParty')
	const { lambdaExecutorConfiguration: lambda, jobWorkerExecutorConfiguration: worker } =
		executor?.configuration ?? {}
	const [wanted, other] = executor?.type === 'Lambda' ? [lambda, worker] : [worker, lambda]
	if (!wanted || other) {
		throw invalid(`An executor of type ${executor?.type} must have its own configuration, and no other`)
	}
	if (executor?.type === 'Lambda' && (executor.jobTimeout ?? 0) > LAMBDA_SECONDS_AT_MOST) {
		throw invalid(`The job timeout of a Lambda executor must be at most ${LAMBDA_SECONDS_AT_MOST} seconds`)
	}
	for (const details of [inputArtifactDetails, outputArtifactDetails]) assertCounts(details)
	const { settings = {}, properties } = ofThirdParty(declaration)
	assertTemplates(settings)
	const queryable = properties.filter((property) => property.queryable)
	if (queryable.length > 1 || queryable.some(({ required, secret }) => !required || secret)) {
		throw invalid('An action type can have one queryable property, which must be required and not secret')
	}
}

/** What pipelines were made without must not be asked of them later: user guide, action-types. */
function assertOptionalStays(before: ActionTypeDeclaration, after: ActionTypeDeclaration): void {
	for (const { name, optional } of after.properties ?? []) {
		const was = before.properties?.find((property) => property.name === name)
		if (optional || was?.optional === false) continue
		throw invalid(`The property '${name}' must be optional: only properties that were required can be`)
	}
}
