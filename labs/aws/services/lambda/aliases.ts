import type {
	AliasRoutingConfiguration,
	CreateAliasRequest,
	DeleteAliasRequest,
	GetAliasRequest,
	ListAliasesRequest,
	UpdateAliasRequest,
} from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { type Alias, aliases, LATEST } from './collections.ts'
import {
	accessTo,
	functionArn,
	type Named,
	readName,
	requireAlias,
	requireFunction,
	requireVersion,
} from './find.ts'
import { conflict, invalidParameter, preconditionFailed } from './lambda-error.ts'
import { pageOf } from './pages.ts'

/** The limit is ours. */
const ALIASES_AT_MOST = 100

interface Input {
	FunctionName?: string
	Name?: string
}

function namedBy(call: Call, { FunctionName, Name }: Input): Named {
	return { ...readName(call.scope, FunctionName), ...(Name !== undefined && { qualifier: Name }) }
}

/** What is asked of an alias is asked of its function. */
function onAlias(action: string) {
	return (input: Input, call: Call) => accessTo(call, action, readName(call.scope, input.FunctionName))
}

export const createAlias = operation<CreateAliasRequest, object>({
	access: onAlias('CreateAlias'),
	run(input, call) {
		const named = namedBy(call, input)
		const { name, scope } = named
		requireFunction(call, { name, scope })
		const { Name = '', FunctionVersion = '', Description = '', RoutingConfig } = input
		if (call.world.get(aliases, scope, `${name}|${Name}`))
			throw conflict(`Alias already exists: ${functionArn(scope, name, Name)}`)
		if (call.world.list(aliases, scope, { prefix: `${name}|` }).length >= ALIASES_AT_MOST)
			throw new AwsError(
				'TooManyRequestsException',
				`There can only be up to ${ALIASES_AT_MOST} aliases`,
				429,
			)
		requireVersion(call, { name, scope, qualifier: FunctionVersion })
		assertRouting(call, named, FunctionVersion, RoutingConfig)
		const alias = {
			...{ functionName: name, name: Name, version: FunctionVersion, description: Description },
			...(RoutingConfig && { routing: RoutingConfig }),
			revisionId: call.ids.uuid(),
		}
		return describeAlias(scope, call.world.put(aliases, scope, `${name}|${Name}`, alias))
	},
})

export const updateAlias = operation<UpdateAliasRequest, object>({
	access: onAlias('UpdateAlias'),
	run(input, call) {
		const named = namedBy(call, input)
		const { name, scope } = named
		const alias = requireAlias(call, named)
		const { FunctionVersion = alias.version, Description = alias.description, RevisionId } = input
		const routing = input.RoutingConfig ?? alias.routing
		if (RevisionId !== undefined && RevisionId !== alias.revisionId) throw preconditionFailed()
		requireVersion(call, { name, scope, qualifier: FunctionVersion })
		assertRouting(call, named, FunctionVersion, routing)
		const changed = {
			...{ ...alias, version: FunctionVersion, description: Description, revisionId: call.ids.uuid() },
			...(routing && { routing }),
		}
		return describeAlias(scope, call.world.put(aliases, scope, `${name}|${alias.name}`, changed))
	},
})

export const getAlias = operation<GetAliasRequest, object>({
	access: onAlias('GetAlias'),
	run(input, call) {
		const named = namedBy(call, input)
		return describeAlias(named.scope, requireAlias(call, named))
	},
})

export const listAliases = operation<ListAliasesRequest, object>({
	access: onAlias('ListAliases'),
	run({ FunctionName, FunctionVersion, Marker, MaxItems }, call) {
		const named = readName(call.scope, FunctionName)
		requireFunction(call, named)
		const all = call.world
			.entries(aliases, named.scope, { prefix: `${named.name}|` })
			.filter(([, { version }]) => FunctionVersion === undefined || version === FunctionVersion)
		const { page, next } = pageOf(all, Marker, MaxItems)
		return {
			Aliases: page.map((alias) => describeAlias(named.scope, alias)),
			...(next !== undefined && { NextMarker: next }),
		}
	},
})

export const deleteAlias = operation<DeleteAliasRequest, object>({
	access: onAlias('DeleteAlias'),
	run(input, call) {
		const { name, scope, qualifier } = namedBy(call, input)
		call.world.delete(aliases, scope, `${name}|${qualifier}`)
		return {}
	},
})

function assertRouting(
	call: Call,
	{ name, scope }: Named,
	version: string,
	routing: AliasRoutingConfiguration | undefined,
): void {
	const weights = Object.entries(routing?.AdditionalVersionWeights ?? {})
	if (weights.length === 0) return
	// The wording is ours.
	if (weights.length > 1)
		throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1')
	const [[other = '', weight = 0] = []] = weights
	if (version === LATEST || other === LATEST)
		throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version')
	if (other === version)
		throw invalidParameter(
			`Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
		)
	if (weight < 0 || weight > 1) throw invalidParameter('Weights must be between 0.0 and 1.0')
	requireVersion(call, { name, scope, qualifier: other })
}

function describeAlias(
	scope: Scope,
	{ functionName, name, version, description, routing, revisionId }: Alias,
) {
	return {
		AliasArn: functionArn(scope, functionName, name),
		Name: name,
		FunctionVersion: version,
		Description: description,
		...(routing && { RoutingConfig: routing }),
		RevisionId: revisionId,
	}
}
