import type {
	DeleteFunctionEventInvokeConfigRequest,
	GetFunctionEventInvokeConfigRequest,
	PutFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda'
import { parseArn } from '../../arn.ts'
import { operation } from '../../service.ts'
import { type EventInvokeConfig, eventInvokeConfigs, LATEST } from './collections.ts'
import { functionArn, type Named, onFunction, readName, requireVersion } from './find.ts'
import { invalidParameter, notFound } from './lambda-error.ts'

const REACHED = new Set(['sqs', 'sns', 'lambda'])

export const putFunctionEventInvokeConfig = operation<PutFunctionEventInvokeConfigRequest, object>({
	access: onFunction('PutFunctionEventInvokeConfig'),
	run(input, call) {
		const named = readName(call.scope, input.FunctionName, input.Qualifier)
		requireVersion(call, named)
		const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input
		for (const { Destination } of [DestinationConfig?.OnFailure, DestinationConfig?.OnSuccess].filter(
			(one) => !!one,
		)) {
			if (Destination !== undefined && !REACHED.has(parseArn(Destination)?.service ?? ''))
				// The wording is ours.
				throw invalidParameter(
					`The destination ${Destination} is not emulated: give a queue, a topic or a function`,
				)
		}
		const config = call.world.put(eventInvokeConfigs, named.scope, documentOf(named), {
			functionArn: functionArn(named.scope, named.name, named.qualifier ?? LATEST),
			modifiedAt: call.now,
			...(MaximumRetryAttempts !== undefined && { retries: MaximumRetryAttempts }),
			...(MaximumEventAgeInSeconds !== undefined && { maximumAgeSeconds: MaximumEventAgeInSeconds }),
			...(DestinationConfig && { destinations: DestinationConfig }),
		})
		return eventConfigOf(config)
	},
})

export const getFunctionEventInvokeConfig = operation<GetFunctionEventInvokeConfigRequest, object>({
	access: onFunction('GetFunctionEventInvokeConfig'),
	run({ FunctionName, Qualifier }, call) {
		const named = readName(call.scope, FunctionName, Qualifier)
		const config = call.world.get(eventInvokeConfigs, named.scope, documentOf(named))
		if (!config) throw missing(named)
		return eventConfigOf(config)
	},
})

export const deleteFunctionEventInvokeConfig = operation<DeleteFunctionEventInvokeConfigRequest, object>({
	access: onFunction('DeleteFunctionEventInvokeConfig'),
	run({ FunctionName, Qualifier }, call) {
		const named = readName(call.scope, FunctionName, Qualifier)
		if (!call.world.delete(eventInvokeConfigs, named.scope, documentOf(named))) throw missing(named)
		return {}
	},
})

const documentOf = ({ name, qualifier = LATEST }: Named) => `${name}|${qualifier}`

function missing({ name, scope, qualifier = LATEST }: Named) {
	return notFound(`The function ${functionArn(scope, name, qualifier)} doesn't have an EventInvokeConfig`)
}

function eventConfigOf({
	functionArn: arn,
	modifiedAt,
	retries,
	maximumAgeSeconds,
	destinations,
}: EventInvokeConfig) {
	return {
		FunctionArn: arn,
		LastModified: new Date(modifiedAt),
		...(retries !== undefined && { MaximumRetryAttempts: retries }),
		...(maximumAgeSeconds !== undefined && { MaximumEventAgeInSeconds: maximumAgeSeconds }),
		DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...destinations },
	}
}
