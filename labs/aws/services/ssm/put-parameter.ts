import type { PutParameterRequest } from '@aws-sdk/client-ssm'
import { RE2JS } from 're2js'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { type Parameter, type ParameterVersion, parameters } from './collections.ts'
import { accessTo, parameterArn, put } from './find.ts'
import { sealValue } from './sealed-values.ts'
import { readTags } from './tags.ts'

/** Bytes of a value, by tier, and parameters of a Region: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const VALUE_BYTES = { Standard: 4096, Advanced: 8192 } as const
const PARAMETERS_AT_MOST = 10_000
const VERSIONS_KEPT = 100
const LEVELS = 15

export const putParameter = operation<PutParameterRequest, object>({
	access: ({ Name = '', Overwrite = false }, call) => {
		const access = accessTo(call, 'PutParameter', Name)
		return { ...access, context: { ...access.context, 'ssm:Overwrite': String(Overwrite) } }
	},
	async run(input, call) {
		const { Name = '', Value = '', Overwrite = false } = input
		assertName(Name)
		if (input.Policies) throw new AwsError('NotImplemented', 'Policies of parameters are not emulated', 501)
		const known = call.world.get(parameters, call.scope, Name)
		if (known && !Overwrite) {
			throw new AwsError(
				'ParameterAlreadyExists',
				'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
			)
		}
		if (known && input.Tags) {
			throw invalid(
				"Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
			)
		}
		const current = known?.versions.at(-1)
		const type = input.Type ?? current?.type
		if (!type) throw invalid('A parameter type is required when you create a parameter.')
		if (!known && call.world.list(parameters, call.scope).length >= PARAMETERS_AT_MOST)
			throw new AwsError('ParameterLimitExceeded', `There can only be up to ${PARAMETERS_AT_MOST} parameters`)
		const tier = tierOf(input, current)
		assertValue(input, tier)
		const description = input.Description ?? current?.description
		const keyId = type === 'SecureString' ? (input.KeyId ?? current?.keyId ?? 'alias/aws/ssm') : undefined
		const version: ParameterVersion = {
			version: (current?.version ?? 0) + 1,
			type,
			value: keyId === undefined ? Value : await sealValue(call, parameterArn(call, Name), keyId, Value),
			...(keyId !== undefined && { keyId }),
			...(description !== undefined && { description }),
			...(input.AllowedPattern !== undefined && { allowedPattern: input.AllowedPattern }),
			tier,
			dataType: input.DataType ?? current?.dataType ?? 'text',
			modifiedAt: call.now,
			modifiedBy: call.principal.arn,
			labels: [],
		}
		put(call, {
			name: Name,
			tags: known?.tags ?? readTags(input.Tags),
			versions: [...kept(Name, known), version],
		})
		tell(call, Name, known ? 'Update' : 'Create', type)
		return { Version: version.version, Tier: tier }
	},
})

/** Says to others that a parameter was written or is gone. */
export function tell(call: Call, name: string, operation: string, type: string): void {
	call.announce('Changed', { name, operation, type })
}

/** The oldest version goes when there are too many, unless a label holds it. */
function kept(name: string, parameter: Readonly<Parameter> | undefined): ReadonlyArray<ParameterVersion> {
	const versions = parameter?.versions ?? []
	const [oldest] = versions
	if (!oldest || versions.length < VERSIONS_KEPT) return versions
	if (oldest.labels.length === 0) return versions.slice(1)
	throw new AwsError(
		'ParameterMaxVersionLimitExceeded',
		`You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
	)
}

function assertName(name: string): void {
	// The wordings are ours, but for the first.
	if (/^\/?(aws|ssm)([^a-z]|$)/i.test(name))
		throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`)
	if (!/^[a-zA-Z0-9_.\-/]+$/.test(name))
		throw invalid(
			`Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive) and can only contain the following symbols: a-zA-Z0-9_.-/`,
		)
	if (name.includes('/') && !name.startsWith('/'))
		throw invalid('Parameter name must be a fully qualified name.')
	if (name.split('/').length - 1 > LEVELS)
		throw new AwsError(
			'HierarchyLevelLimitExceededException',
			`A parameter name has ${LEVELS} levels at the most.`,
		)
}

function tierOf(
	{ Tier, Value = '' }: PutParameterRequest,
	current: ParameterVersion | undefined,
): ParameterVersion['tier'] {
	if (Tier === 'Advanced' || Tier === 'Standard') return Tier
	if (current?.tier === 'Advanced') return 'Advanced'
	return Tier === 'Intelligent-Tiering' && Buffer.byteLength(Value) > VALUE_BYTES.Standard
		? 'Advanced'
		: 'Standard'
}

function assertValue(
	{ Value = '', AllowedPattern }: PutParameterRequest,
	tier: ParameterVersion['tier'],
): void {
	if (Buffer.byteLength(Value) > VALUE_BYTES[tier]) {
		throw invalid(
			tier === 'Standard'
				? 'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html'
				: 'Advanced tier parameters support a maximum parameter value of 8192 characters.',
		)
	}
	if (AllowedPattern === undefined || RE2JS.compile(AllowedPattern).matcher(Value).find()) return
	throw new AwsError(
		'ParameterPatternMismatchException',
		`Parameter value, cannot be validated against allowedPattern: ${AllowedPattern}`,
	)
}

function invalid(message: string): AwsError {
	return new AwsError('ValidationException', message)
}
