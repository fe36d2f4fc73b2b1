import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { Scope } from '../../world/world.ts'
import type { FunctionVersion } from './collections.ts'
import { functionArn } from './find.ts'

/** A version as AWS describes it. `qualifier` is the one that was asked by; without one the ARN has none. */
export function configurationOf(
	scope: Scope,
	version: FunctionVersion,
	qualifier?: string,
): FunctionConfiguration {
	return {
		FunctionName: version.name,
		FunctionArn: functionArn(scope, version.name, qualifier),
		...(version.runtime && { Runtime: version.runtime }),
		Role: version.role,
		...(version.handler !== undefined && { Handler: version.handler }),
		CodeSize: version.code.bytes,
		Description: version.description,
		Timeout: version.timeout,
		MemorySize: version.memorySize,
		LastModified: new Date(version.modifiedAt).toISOString().replace('Z', '+0000'),
		CodeSha256: version.code.sha256,
		Version: version.version,
		...(version.deadLetterConfig && { DeadLetterConfig: version.deadLetterConfig }),
		...(version.environment && { Environment: { Variables: version.environment } }),
		TracingConfig: { Mode: version.tracing },
		RevisionId: version.revisionId,
		State: 'Active',
		LastUpdateStatus: 'Successful',
		PackageType: 'Zip',
		Architectures: [...version.architectures],
		EphemeralStorage: { Size: version.ephemeralStorage },
		SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
		RuntimeVersionConfig: {
			RuntimeVersionArn: `arn:aws:lambda:${scope.region}::runtime:${RUNTIME_VERSION}`,
		},
		LoggingConfig: { LogFormat: 'Text', LogGroup: version.logGroup },
	}
}

/** AWS's are digests of their releases; this one is ours. */
const RUNTIME_VERSION = '0000000000000000000000000000000000000000000000000000000000000000'
