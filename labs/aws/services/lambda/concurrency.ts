import type {
	DeleteFunctionConcurrencyRequest,
	GetFunctionConcurrencyRequest,
	PutFunctionConcurrencyRequest,
} from '@aws-sdk/client-lambda'
import { operation } from '../../service.ts'
import { functions } from './collections.ts'
import { onFunction, readName, requireFunction } from './find.ts'

export const putFunctionConcurrency = operation<PutFunctionConcurrencyRequest, object>({
	access: onFunction('PutFunctionConcurrency'),
	run({ FunctionName, ReservedConcurrentExecutions = 0 }, call) {
		const named = readName(call.scope, FunctionName)
		const known = requireFunction(call, named)
		call.world.put(functions, named.scope, named.name, {
			...known,
			reservedConcurrency: ReservedConcurrentExecutions,
		})
		return { ReservedConcurrentExecutions }
	},
})

export const getFunctionConcurrency = operation<GetFunctionConcurrencyRequest, object>({
	access: onFunction('GetFunctionConcurrency'),
	run({ FunctionName }, call) {
		const { reservedConcurrency } = requireFunction(call, readName(call.scope, FunctionName))
		return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency }
	},
})

export const deleteFunctionConcurrency = operation<DeleteFunctionConcurrencyRequest, object>({
	access: onFunction('DeleteFunctionConcurrency'),
	run({ FunctionName }, call) {
		const named = readName(call.scope, FunctionName)
		const { reservedConcurrency: _, ...known } = requireFunction(call, named)
		call.world.put(functions, named.scope, named.name, known)
		return {}
	},
})
