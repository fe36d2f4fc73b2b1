import type {
	GetParameterHistoryRequest,
	GetParameterRequest,
	GetParametersByPathRequest,
	GetParametersRequest,
	Parameter as ParameterAnswer,
} from '@aws-sdk/client-ssm'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { type Parameter, type ParameterVersion, parameters } from './collections.ts'
import { matches } from './filters.ts'
import {
	accessTo,
	findParameter,
	parameterArn,
	requireParameter,
	requireVersion,
	splitName,
	versionOf,
} from './find.ts'
import { pageOf } from './pages.ts'
import { readableValue } from './sealed-values.ts'

/** Names that lead to a secret of Secrets Manager. */
const SECRET = '/aws/reference/secretsmanager/'

export const getParameter = operation<GetParameterRequest, object>({
	access: ({ Name = '' }, call) => accessTo(call, 'GetParameter', Name),
	async run({ Name = '', WithDecryption }, call) {
		if (Name.startsWith(SECRET)) return { Parameter: await secretAsParameter(call, Name, WithDecryption) }
		const [parameter, version] = requireVersion(call, Name)
		return { Parameter: await answerOf(call, parameter, version, WithDecryption, Name) }
	},
})

/** Never refuses a name: those that there are not are told beside. */
export const getParameters = operation<GetParametersRequest, object>({
	access: ({ Names = [] }, call) => Names.map((name) => accessTo(call, 'GetParameters', name)),
	async run({ Names = [], WithDecryption }, call) {
		const Parameters: Array<ParameterAnswer> = []
		const InvalidParameters: Array<string> = []
		for (const name of new Set(Names)) {
			const parameter = findParameter(call, name)
			const version = parameter && versionOf(parameter, splitName(name).selector)
			if (!parameter || !version) InvalidParameters.push(name)
			else Parameters.push(await answerOf(call, parameter, version, WithDecryption, name))
		}
		return { Parameters, ...(InvalidParameters.length > 0 && { InvalidParameters }) }
	},
})

export const getParametersByPath = operation<GetParametersByPathRequest, object>({
	access: ({ Path = '' }, call) => accessTo(call, 'GetParametersByPath', Path),
	async run({ Path = '', Recursive = false, WithDecryption, ParameterFilters, ...input }, call) {
		if (!Path.startsWith('/')) {
			throw new AwsError(
				'ValidationException',
				`The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can't be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.`,
			)
		}
		const prefix = Path.endsWith('/') ? Path : `${Path}/`
		const found = call.world
			.list(parameters, call.scope, { prefix })
			.filter(({ name }) => Recursive || !name.slice(prefix.length).includes('/'))
			.filter((parameter) => matches(parameter, ParameterFilters))
		const { page, NextToken } = pageOf(found, input, 10)
		const Parameters: Array<ParameterAnswer> = []
		for (const parameter of page) {
			const version = parameter.versions.at(-1)
			if (version) Parameters.push(await answerOf(call, parameter, version, WithDecryption))
		}
		return { Parameters, NextToken }
	},
})

export const getParameterHistory = operation<GetParameterHistoryRequest, object>({
	access: ({ Name = '' }, call) => accessTo(call, 'GetParameterHistory', Name),
	async run({ Name = '', WithDecryption, ...input }, call) {
		const parameter = requireParameter(call, Name)
		const { page, NextToken } = pageOf(parameter.versions, input, 50)
		const Parameters: Array<object> = []
		for (const version of page) {
			const {
				Selector: _,
				ARN: __,
				SourceResult: ___,
				...told
			} = await answerOf(call, parameter, version, WithDecryption)
			Parameters.push({
				...told,
				LastModifiedUser: version.modifiedBy,
				...(version.labels.length > 0 && { Labels: version.labels }),
				Tier: version.tier,
				Policies: [],
				...(version.keyId !== undefined && { KeyId: version.keyId }),
				...(version.description !== undefined && { Description: version.description }),
				...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
			})
		}
		return { Parameters, NextToken }
	},
})

async function answerOf(
	call: Call,
	{ name }: Readonly<Parameter>,
	version: Readonly<ParameterVersion>,
	withDecryption: boolean | undefined,
	asked = name,
): Promise<ParameterAnswer> {
	const { selector } = splitName(asked)
	const ARN = parameterArn(call, name)
	return {
		Name: name,
		Type: version.type,
		Value: await readableValue(call, ARN, version, withDecryption),
		Version: version.version,
		...(selector !== undefined && { Selector: `:${selector}` }),
		LastModifiedDate: new Date(version.modifiedAt),
		ARN,
		DataType: version.dataType,
	}
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html */
async function secretAsParameter(call: Call, name: string, withDecryption = false): Promise<ParameterAnswer> {
	if (!withDecryption) {
		throw new AwsError(
			'ValidationException',
			'WithDecryption flag must be True for retrieving a Secret Manager secret.',
		)
	}
	const secretId = name.slice(SECRET.length)
	const scope = call.scope
	try {
		const secret = await call.invoke<{
			ARN: string
			SecretString?: string
			CreatedDate: Date
			VersionId: string
		}>(call.principal, 'secretsmanager', 'GetSecretValue', { SecretId: secretId }, scope)
		const { CreatedDate, SecretString = '', ...source } = secret
		return {
			Name: name,
			Type: 'SecureString',
			Value: SecretString,
			Version: 0,
			SourceResult: JSON.stringify({ ...source, CreatedDate: CreatedDate.toISOString() }),
			LastModifiedDate: CreatedDate,
			ARN: secret.ARN,
			DataType: 'text',
		}
	} catch (error) {
		if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error
		throw new AwsError(
			'ParameterNotFound',
			`An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${name} not found.`,
		)
	}
}
