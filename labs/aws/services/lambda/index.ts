import type { Service } from '../../service.ts'
import { createAlias, deleteAlias, getAlias, listAliases, updateAlias } from './aliases.ts'
import { deleteFunctionConcurrency, getFunctionConcurrency, putFunctionConcurrency } from './concurrency.ts'
import {
	deleteFunctionEventInvokeConfig,
	getFunctionEventInvokeConfig,
	putFunctionEventInvokeConfig,
} from './event-config.ts'
import { finishInvocation, stepInvocation } from './finish.ts'
import {
	createFunction,
	deleteFunction,
	getFunction,
	getFunctionConfiguration,
	listFunctions,
	updateFunctionCode,
	updateFunctionConfiguration,
} from './functions.ts'
import { invoke, invokeFunction } from './invoke.ts'
import { addPermission, getPolicy, removePermission } from './permissions.ts'
import { listVersionsByFunction, publishVersion } from './publish.ts'
import { listTags, tagResource, untagResource } from './tags.ts'

/** AWS Lambda; what a function does, the host of guests does. */
export const lambda: Service = {
	name: 'lambda',
	// What a function is called with may hold credentials: a pipeline's job does.
	secrets: new Set(['Payload', 'Variables', 'ZipFile']),
	operations: {
		AddPermission: addPermission,
		CreateAlias: createAlias,
		CreateFunction: createFunction,
		DeleteAlias: deleteAlias,
		DeleteFunction: deleteFunction,
		DeleteFunctionConcurrency: deleteFunctionConcurrency,
		DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
		GetAlias: getAlias,
		GetFunction: getFunction,
		GetFunctionConcurrency: getFunctionConcurrency,
		GetFunctionConfiguration: getFunctionConfiguration,
		GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
		GetPolicy: getPolicy,
		Invoke: invoke,
		ListAliases: listAliases,
		ListFunctions: listFunctions,
		ListTags: listTags,
		ListVersionsByFunction: listVersionsByFunction,
		PublishVersion: publishVersion,
		PutFunctionConcurrency: putFunctionConcurrency,
		PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
		RemovePermission: removePermission,
		TagResource: tagResource,
		UntagResource: untagResource,
		UpdateAlias: updateAlias,
		UpdateFunctionCode: updateFunctionCode,
		UpdateFunctionConfiguration: updateFunctionConfiguration,
	},
	internal: { InvokeFunction: invokeFunction },
	async step(subject, call) {
		const [what = '', id = ''] = subject.split('|')
		await stepInvocation(call, what, id)
	},
	finish: finishInvocation,
}
