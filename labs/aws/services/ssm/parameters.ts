import type {
	DeleteParameterRequest,
	DeleteParametersRequest,
	DescribeParametersRequest,
	LabelParameterVersionRequest,
	UnlabelParameterVersionRequest,
} from '@aws-sdk/client-ssm'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { parameters } from './collections.ts'
import { matches } from './filters.ts'
import { accessTo, parameterArn, put, requireParameter } from './find.ts'
import { pageOf } from './pages.ts'
import { tell } from './put-parameter.ts'

const LABELS_AT_MOST = 10

export const deleteParameter = operation<DeleteParameterRequest, object>({
	access: ({ Name = '' }, call) => accessTo(call, 'DeleteParameter', Name),
	run({ Name = '' }, call) {
		remove(call, requireParameter(call, Name).name)
		return {}
	},
})

export const deleteParameters = operation<DeleteParametersRequest, object>({
	access: ({ Names = [] }, call) => Names.map((name) => accessTo(call, 'DeleteParameters', name)),
	run({ Names = [] }, call) {
		const there = Names.filter((name) => call.world.get(parameters, call.scope, name))
		for (const name of there) remove(call, name)
		const absent = Names.filter((name) => !there.includes(name))
		return {
			...(there.length > 0 && { DeletedParameters: there }),
			...(absent.length > 0 && { InvalidParameters: absent }),
		}
	},
})

function remove(call: Call, name: string): void {
	const type = call.world.get(parameters, call.scope, name)?.versions.at(-1)?.type ?? ''
	call.world.delete(parameters, call.scope, name)
	tell(call, name, 'Delete', type)
}

export const describeParameters = operation<DescribeParametersRequest, object>({
	access: (_, call) => ({
		action: 'ssm:DescribeParameters',
		resource: `arn:aws:ssm:${call.scope.region}:${call.scope.account}:*`,
	}),
	run({ ParameterFilters, Filters, ...input }, call) {
		if (Filters) throw new AwsError('NotImplemented', 'Filters is not emulated: use ParameterFilters', 501)
		const all = call.world.list(parameters, call.scope).filter((one) => matches(one, ParameterFilters))
		const { page, NextToken } = pageOf(all, input, 50)
		const Parameters = page.flatMap(({ name, versions }) => {
			const version = versions.at(-1)
			if (!version) return []
			return {
				Name: name,
				ARN: parameterArn(call, name),
				Type: version.type,
				...(version.keyId !== undefined && { KeyId: version.keyId }),
				LastModifiedDate: new Date(version.modifiedAt),
				LastModifiedUser: version.modifiedBy,
				...(version.description !== undefined && { Description: version.description }),
				...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
				Version: version.version,
				Tier: version.tier,
				Policies: [],
				DataType: version.dataType,
			}
		})
		return { Parameters, NextToken }
	},
})

/** Moves labels to a version; those that no label may be are told, not refused. */
export const labelParameterVersion = operation<LabelParameterVersionRequest, object>({
	access: ({ Name = '' }, call) => accessTo(call, 'LabelParameterVersion', Name),
	run({ Name = '', ParameterVersion, Labels = [] }, call) {
		const parameter = requireParameter(call, Name)
		const number = ParameterVersion ?? parameter.versions.at(-1)?.version ?? 0
		const wanted = parameter.versions.find(({ version }) => version === number)
		if (!wanted) throw versionNotFound(Name, number)
		const InvalidLabels = Labels.filter((label) => !/^(?!aws|ssm)[a-z_.-][a-z0-9_.-]*$/i.test(label))
		const labels = Labels.filter((label) => !InvalidLabels.includes(label))
		if (new Set([...wanted.labels, ...labels]).size > LABELS_AT_MOST) {
			throw new AwsError(
				'ParameterVersionLabelLimitExceeded',
				'A parameter version can have maximum 10 labels.Move one or more labels to another version and try again.',
			)
		}
		const versions = parameter.versions.map((version) => {
			const others = version.labels.filter((label) => !labels.includes(label))
			return { ...version, labels: version.version === number ? [...others, ...labels] : others }
		})
		put(call, { ...parameter, versions })
		return { ...(InvalidLabels.length > 0 && { InvalidLabels }), ParameterVersion: number }
	},
})

export const unlabelParameterVersion = operation<UnlabelParameterVersionRequest, object>({
	access: ({ Name = '' }, call) => accessTo(call, 'UnlabelParameterVersion', Name),
	run({ Name = '', ParameterVersion = 0, Labels = [] }, call) {
		const parameter = requireParameter(call, Name)
		const wanted = parameter.versions.find(({ version }) => version === ParameterVersion)
		if (!wanted) throw versionNotFound(Name, ParameterVersion)
		const versions = parameter.versions.map((version) =>
			version === wanted
				? { ...version, labels: version.labels.filter((label) => !Labels.includes(label)) }
				: version,
		)
		put(call, { ...parameter, versions })
		const RemovedLabels = Labels.filter((label) => wanted.labels.includes(label))
		const InvalidLabels = Labels.filter((label) => !RemovedLabels.includes(label))
		return {
			...(RemovedLabels.length > 0 && { RemovedLabels }),
			...(InvalidLabels.length > 0 && { InvalidLabels }),
		}
	},
})

function versionNotFound(name: string, version: number): AwsError {
	const message = `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`
	return new AwsError('ParameterVersionNotFound', message)
}
