import type {
	CreateFunctionRequest,
	DeleteFunctionRequest,
	GetFunctionConfigurationRequest,
	GetFunctionRequest,
	ListFunctionsRequest,
	UpdateFunctionCodeRequest,
	UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import type { Collection, Scope } from '../../world/world.ts'
import { readCode } from './code.ts'
import {
	aliases,
	eventInvokeConfigs,
	type FunctionVersion,
	functions,
	LATEST,
	policies,
	versionId,
	versions,
} from './collections.ts'
import { configurationOf } from './configuration.ts'
import { functionArn, type Named, onFunction, readName, requireFunction, requireVersion } from './find.ts'
import { conflict, functionNotFound, invalidParameter, preconditionFailed } from './lambda-error.ts'
import { pageOf } from './pages.ts'
import { publish } from './publish.ts'
import { readSettings } from './settings.ts'
import { checkedTags } from './tags.ts'

/** Functions of a Region; AWS bounds the bytes of their code instead. */
const FUNCTIONS_AT_MOST = 200

export const createFunction = operation<CreateFunctionRequest, object>({
	access: onFunction('CreateFunction'),
	async run(input, call) {
		const { name, scope } = readName(call.scope, input.FunctionName)
		if (input.PackageType !== 'Image' && (input.Runtime === undefined || input.Handler === undefined))
			throw invalidParameter(
				'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
			)
		const settings = readSettings(call, input)
		if (call.world.get(functions, scope, name)) throw conflict(`Function already exist: ${name}`)
		if (call.world.list(functions, scope).length >= FUNCTIONS_AT_MOST)
			// The limit is ours.
			throw new AwsError(
				'TooManyRequestsException',
				`There can only be up to ${FUNCTIONS_AT_MOST} functions`,
				429,
			)
		const code = await readCode(call, input.Code ?? {})
		const tags = checkedTags(input.Tags)
		call.world.put(functions, scope, name, { name, tags, versions: 0 })
		const latest = call.world.put(versions, scope, versionId(name, LATEST), {
			...{ name, version: LATEST, revisionId: call.ids.uuid(), modifiedAt: call.now },
			...{ description: '', timeout: 3, memorySize: 128, ephemeralStorage: 512, tracing: 'PassThrough' },
			...{ architectures: ['x86_64'], logGroup: `/aws/lambda/${name}`, role: '' },
			...settings,
			code,
		} satisfies FunctionVersion)
		const told = input.Publish ? publish(call, { name, scope }, {}) : latest
		const { LastUpdateStatus: _, ...configuration } = configurationOf(
			scope,
			told,
			input.Publish ? told.version : undefined,
		)
		return {
			...configuration,
			State: 'Pending',
			StateReason: 'The function is being created.',
			StateReasonCode: 'Creating',
		}
	},
})

export const getFunction = operation<GetFunctionRequest, object>({
	access: onFunction('GetFunction'),
	run({ FunctionName, Qualifier }, call) {
		const named = readName(call.scope, FunctionName, Qualifier)
		const { tags, reservedConcurrency } = requireFunction(call, named)
		const version = requireVersion(call, named)
		return {
			Configuration: configurationOf(named.scope, version, named.qualifier),
			Code: {
				RepositoryType: 'S3',
				// AWS's is presigned; the bucket that would hold it is not emulated.
				Location: `https://awslambda-${named.scope.region}-tasks.s3.${named.scope.region}.amazonaws.com/snapshots/${named.scope.account}/${named.name}-${version.revisionId}`,
			},
			...(Object.keys(tags).length > 0 && { Tags: tags }),
			...(reservedConcurrency !== undefined && {
				Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
			}),
		}
	},
})

export const getFunctionConfiguration = operation<GetFunctionConfigurationRequest, object>({
	access: onFunction('GetFunctionConfiguration'),
	run({ FunctionName, Qualifier }, call) {
		const named = readName(call.scope, FunctionName, Qualifier)
		return configurationOf(named.scope, requireVersion(call, named), named.qualifier)
	},
})

export const listFunctions = operation<ListFunctionsRequest, object>({
	access: () => ({ action: 'lambda:ListFunctions', resource: '*' }),
	run({ FunctionVersion, Marker, MaxItems }, call) {
		const all = call.world.entries(versions, call.scope)
		const wanted = FunctionVersion === 'ALL' ? all : all.filter(([, { version }]) => version === LATEST)
		const { page, next } = pageOf(wanted, Marker, MaxItems)
		return {
			Functions: page.map((version) =>
				configurationOf(call.scope, version, FunctionVersion === 'ALL' ? version.version : undefined),
			),
			...(next !== undefined && { NextMarker: next }),
		}
	},
})

export const updateFunctionCode = operation<UpdateFunctionCodeRequest, object>({
	access: onFunction('UpdateFunctionCode'),
	async run(input, call) {
		const named = latestOf(call, input.FunctionName)
		const latest = requireVersion(call, named)
		assertRevision(latest, input.RevisionId)
		const code = await readCode(call, input)
		const { Architectures, DryRun, Publish } = input
		const changed = { ...latest, code, ...(Architectures && { architectures: Architectures }) }
		if (DryRun) return configurationOf(named.scope, changed)
		return updated(call, named, changed, Publish)
	},
})

export const updateFunctionConfiguration = operation<UpdateFunctionConfigurationRequest, object>({
	access: onFunction('UpdateFunctionConfiguration'),
	run(input, call) {
		const named = latestOf(call, input.FunctionName)
		const latest = requireVersion(call, named)
		assertRevision(latest, input.RevisionId)
		return updated(call, named, { ...latest, ...readSettings(call, input) })
	},
})

export const deleteFunction = operation<DeleteFunctionRequest, object>({
	access: onFunction('DeleteFunction'),
	run({ FunctionName, Qualifier }, call) {
		const named = readName(call.scope, FunctionName, Qualifier)
		const { name, scope, qualifier } = named
		requireFunction(call, named)
		if (qualifier === LATEST)
			throw invalidParameter('$LATEST version cannot be deleted without deleting the function.')
		if (qualifier !== undefined) {
			const user = call.world.list(aliases, scope, { prefix: `${name}|` }).find(usesVersion(qualifier))
			if (user) throw conflict(`Version is in use by alias ${user.name}`)
			if (!call.world.delete(versions, scope, versionId(name, qualifier)))
				throw functionNotFound(functionArn(scope, name, qualifier))
			return {}
		}
		empty(call, versions, scope, name)
		empty(call, aliases, scope, name)
		empty(call, policies, scope, name)
		empty(call, eventInvokeConfigs, scope, name)
		call.world.delete(functions, scope, name)
		return {}
	},
})

function empty<T extends object>(call: Call, kind: Collection<T>, scope: Scope, name: string): void {
	for (const [id] of call.world.entries(kind, scope, { prefix: `${name}|` }))
		call.world.delete(kind, scope, id)
}

function usesVersion(version: string) {
	return (alias: { version: string; routing?: { AdditionalVersionWeights?: Record<string, number> } }) =>
		alias.version === version || version in (alias.routing?.AdditionalVersionWeights ?? {})
}

/** Only what is not published can change. */
function latestOf(call: Call, text: string | undefined): Named {
	const { name, scope } = readName(call.scope, text)
	return { name, scope }
}

function assertRevision({ revisionId }: Readonly<FunctionVersion>, expected: string | undefined): void {
	if (expected !== undefined && expected !== revisionId) throw preconditionFailed()
}

function updated(call: Call, named: Named, version: FunctionVersion, isPublished = false): object {
	const { name, scope } = named
	const latest = { ...version, modifiedAt: call.now, revisionId: call.ids.uuid() }
	call.world.put(versions, scope, versionId(name, LATEST), latest)
	const told = isPublished ? publish(call, named, {}) : latest
	return {
		...configurationOf(scope, told, isPublished ? told.version : undefined),
		LastUpdateStatus: 'InProgress',
	}
}
