import type { Service } from '../../service.ts'
import {
	deleteParameter,
	deleteParameters,
	describeParameters,
	labelParameterVersion,
	unlabelParameterVersion,
} from './parameters.ts'
import { putParameter } from './put-parameter.ts'
import { getParameter, getParameterHistory, getParameters, getParametersByPath } from './read-parameters.ts'
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './tags.ts'

/** AWS Systems Manager, as far as its Parameter Store. */
export const ssm: Service = {
	name: 'ssm',
	// A value may be a SecureString's: none is kept in the journal's account of a call.
	secrets: new Set(['Value']),
	operations: {
		AddTagsToResource: addTagsToResource,
		DeleteParameter: deleteParameter,
		DeleteParameters: deleteParameters,
		DescribeParameters: describeParameters,
		GetParameter: getParameter,
		GetParameterHistory: getParameterHistory,
		GetParameters: getParameters,
		GetParametersByPath: getParametersByPath,
		LabelParameterVersion: labelParameterVersion,
		ListTagsForResource: listTagsForResource,
		PutParameter: putParameter,
		RemoveTagsFromResource: removeTagsFromResource,
		UnlabelParameterVersion: unlabelParameterVersion,
	},
}
