import type { EnvironmentVariable } from '@aws-sdk/client-codebuild'
import { AwsError } from '../../aws-error.ts'
import type { RolePrincipal } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import { openSession } from '../sts/sessions.ts'
import type { Buildspec } from './buildspec.ts'
import type { Build } from './collections.ts'
import { DownloadFailure } from './download-failure.ts'
import type { Source } from './sources.ts'

interface Environment {
	values: Record<string, string>
	/** Values that came from Parameter Store or Secrets Manager. */
	secrets: Array<string>
	/** Names of those. */
	secretNames: ReadonlySet<string>
}

/** The variables of a build: CodeBuild's own, then the buildspec's, the project's and the start's, which win. */
export async function buildEnvironment(
	call: Call,
	build: Readonly<Build>,
	role: RolePrincipal,
	spec: Buildspec,
	sources: ReadonlyArray<Source>,
): Promise<Environment> {
	const given = build.environment.environmentVariables ?? []
	const named = (values: Readonly<Record<string, string>>, type: EnvironmentVariable['type']) =>
		Object.entries(values).map(([name, value]) => ({ name, value, type }))
	const all = new Map<string, EnvironmentVariable>()
	for (const variable of [
		...named(spec.variables, 'PLAINTEXT'),
		...named(spec.parameterStore, 'PARAMETER_STORE'),
		...named(spec.secretsManager, 'SECRETS_MANAGER'),
		...given,
	]) {
		all.set(variable.name ?? '', variable)
	}
	const values: Record<string, string> = ownVariables(call, build, role, sources)
	const secrets = [values.AWS_SECRET_ACCESS_KEY ?? '', values.AWS_SESSION_TOKEN ?? '']
	const secretNames = new Set<string>()
	for (const [name, { type = 'PLAINTEXT', value = '' }] of all) {
		if (type === 'PLAINTEXT') {
			values[name] = value
			continue
		}
		const read =
			type === 'PARAMETER_STORE' ? await parameter(call, role, value) : await secret(call, role, value)
		values[name] = read
		secrets.push(read)
		secretNames.add(name)
	}
	return { values, secrets, secretNames }
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html */
function ownVariables(
	call: Call,
	build: Readonly<Build>,
	role: RolePrincipal,
	sources: ReadonlyArray<Source>,
) {
	const { region, account } = call.scope
	const key = openSession(call, role, build.timeoutInMinutes * 60)
	const sourceDirectories = sources
		.slice(1)
		.map(({ identifier, directory }) => [`CODEBUILD_SRC_DIR_${identifier}`, directory])
	return {
		AWS_REGION: region,
		AWS_DEFAULT_REGION: region,
		AWS_ACCESS_KEY_ID: key.AccessKeyId,
		AWS_SECRET_ACCESS_KEY: key.SecretAccessKey,
		AWS_SESSION_TOKEN: key.SessionToken,
		AWS_ENDPOINT_URL: call.endpoint,
		CODEBUILD_BUILD_ARN: build.arn,
		CODEBUILD_BUILD_ID: build.id,
		CODEBUILD_BUILD_IMAGE: build.environment.image ?? '',
		CODEBUILD_BUILD_NUMBER: String(build.number),
		CODEBUILD_BUILD_SUCCEEDING: '1',
		CODEBUILD_INITIATOR: build.initiator,
		CODEBUILD_KMS_KEY_ID: build.encryptionKey ?? `arn:aws:kms:${region}:${account}:alias/aws/s3`,
		CODEBUILD_LOG_PATH: build.logs?.stream ?? build.uuid,
		CODEBUILD_SOURCE_REPO_URL: build.source.type === 'S3' ? (build.source.location ?? '') : '',
		CODEBUILD_SOURCE_VERSION: build.sourceVersion ?? '',
		CODEBUILD_SRC_DIR: sources[0]?.directory ?? '',
		...Object.fromEntries(sourceDirectories),
		CODEBUILD_START_TIME: String(build.startedAt),
		CODEBUILD_CI: 'true',
		CI: 'true',
		HOME: '/root',
		PATH: '/usr/local/bin:/usr/bin:/bin',
	}
}

function decryptionFailure(call: Call, error: unknown): DownloadFailure {
	if (!(error instanceof AwsError)) throw error
	return new DownloadFailure(
		'Decrypted Variables Error',
		`${error.code}: ${error.message}\n\tstatus code: ${error.status}, request id: ${call.requestId}`,
	)
}

interface Parameters {
	Parameters?: Array<{ Value?: string }>
}

async function parameter(call: Call, role: RolePrincipal, name: string): Promise<string> {
	let found: Parameters
	try {
		found = await call.invoke<Parameters>(role, 'ssm', 'GetParameters', {
			Names: [name],
			WithDecryption: true,
		})
	} catch (error) {
		throw decryptionFailure(call, error)
	}
	const value = found.Parameters?.[0]?.Value
	if (value === undefined) throw new DownloadFailure('', 'Parameter does not exist')
	return value
}

/** `secret-id:json-key:version-stage:version-id`; the id may be an ARN. */
async function secret(call: Call, role: RolePrincipal, reference: string): Promise<string> {
	const [, SecretId = '', jsonKey = '', VersionStage = '', VersionId = ''] =
		/^(arn:(?:[^:]*:){5}[^:]*|[^:]*)(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?$/.exec(reference) ?? []
	let text: string
	try {
		const wanted = { SecretId, ...(VersionStage && { VersionStage }), ...(VersionId && { VersionId }) }
		const { SecretString = '' } = await call.invoke<{ SecretString?: string }>(
			role,
			'secretsmanager',
			'GetSecretValue',
			wanted,
		)
		text = SecretString
	} catch (error) {
		throw decryptionFailure(call, error)
	}
	return jsonKey === '' ? text : memberOf(text, jsonKey)
}

function memberOf(text: string, key: string): string {
	try {
		const value = (JSON.parse(text) as Record<string, unknown>)[key]
		if (value !== undefined) return typeof value === 'string' ? value : JSON.stringify(value)
	} catch {
		// The same complaint as for a key that is not there.
	}
	// The wording is ours.
	throw new DownloadFailure('Decrypted Variables Error', `The secret has no key ${key}`)
}
