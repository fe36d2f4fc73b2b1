import type { CreateFunctionRequest, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda'
import type { Call } from '../../service.ts'
import { requirePassRole } from '../iam/policies/pass-role.ts'
import { trustsService } from '../sts/service-roles.ts'
import type { FunctionVersion } from './collections.ts'
import { invalidParameter } from './lambda-error.ts'

// What of a function's configuration is taken, and what is refused.

export const LAMBDA = 'lambda.amazonaws.com'
const ENVIRONMENT_BYTES = 4_096
const RESERVED = new Set([
	...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV'],
	...['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION'],
	...['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
	...['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
	...['AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR'],
])

type Settings = Omit<CreateFunctionRequest, 'FunctionName' | 'Code' | 'Role'> &
	Pick<UpdateFunctionConfigurationRequest, 'Role'>

/** The members of a version that a caller sets; those that it leaves out stay as they were. */
export function readSettings(call: Call, input: Settings) {
	refuseUnknown(input)
	const { Role, Runtime, Handler, Description, Timeout, MemorySize, EphemeralStorage, Environment } = input
	const { Architectures, TracingConfig, DeadLetterConfig, LoggingConfig } = input
	if (Role !== undefined) assertRole(call, Role)
	const variables = Environment?.Variables
	if (variables) assertEnvironment(variables)
	return {
		...(Role !== undefined && { role: Role }),
		...(Runtime !== undefined && { runtime: Runtime }),
		...(Handler !== undefined && { handler: Handler }),
		...(Description !== undefined && { description: Description }),
		...(Timeout !== undefined && { timeout: Timeout }),
		...(MemorySize !== undefined && { memorySize: MemorySize }),
		...(EphemeralStorage?.Size !== undefined && { ephemeralStorage: EphemeralStorage.Size }),
		...(Architectures && { architectures: Architectures }),
		...(variables && { environment: variables }),
		...(TracingConfig?.Mode && { tracing: TracingConfig.Mode }),
		...(DeadLetterConfig && { deadLetterConfig: DeadLetterConfig }),
		...(LoggingConfig?.LogGroup && { logGroup: LoggingConfig.LogGroup }),
	} satisfies Partial<FunctionVersion>
}

/** The wording is ours. */
function refuseUnknown(input: Settings): void {
	const { VpcConfig, SnapStart, LoggingConfig, PackageType } = input
	const unknown =
		(['Layers', 'FileSystemConfigs'] as const).find((name) => (input[name]?.length ?? 0) > 0) ??
		(
			[
				'ImageConfig',
				'KMSKeyArn',
				'CodeSigningConfigArn',
				'CapacityProviderConfig',
				'DurableConfig',
				'TenancyConfig',
				'PublishTo',
			] as const
		).find((name) => input[name] !== undefined) ??
		((VpcConfig?.SubnetIds?.length ?? 0) > 0 ? 'VpcConfig' : undefined) ??
		(SnapStart?.ApplyOn === 'PublishedVersions' ? 'SnapStart' : undefined) ??
		(LoggingConfig?.LogFormat === 'JSON' ? 'LoggingConfig.LogFormat JSON' : undefined) ??
		(PackageType === 'Image' ? 'PackageType Image' : undefined)
	if (unknown) throw invalidParameter(`${unknown} is not emulated: leave it out. See docs/emulator.md`)
}

function assertRole(call: Call, role: string): void {
	requirePassRole(call, role, LAMBDA)
	if (!trustsService(call.world, role, LAMBDA))
		throw invalidParameter('The role defined for the function cannot be assumed by Lambda.')
}

function assertEnvironment(variables: Readonly<Record<string, string>>): void {
	const text = JSON.stringify(variables)
	const prefix =
		'Lambda was unable to configure your environment variables because the environment variables you have provided'
	if (Buffer.byteLength(text) > ENVIRONMENT_BYTES)
		throw invalidParameter(`${prefix} exceeded the 4KB limit. String measured: ${text.slice(0, 5_000)}`)
	const reserved = Object.keys(variables).filter((name) => RESERVED.has(name))
	if (reserved.length > 0)
		throw invalidParameter(
			`${prefix} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
		)
}
