import { CodePipelineClient } from '@aws-sdk/client-codepipeline'
import { IAMClient } from '@aws-sdk/client-iam'
import { S3Client } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import { createEmulator, type Emulator } from '#labs/aws/emulator.ts'
import { sandboxFetchHandler } from '#labs/aws/wire/sdk.ts'
import type { Sandbox } from '#labs/aws/world/sandbox.ts'

/** The services that checks and solutions speak to, each through its SDK client. */
export interface Clients {
	readonly codepipeline: CodePipelineClient
	readonly iam: IAMClient
	readonly s3: S3Client
	readonly sts: STSClient
}

export interface ClientKey {
	accessKeyId: string
	secretAccessKey: string
	sessionToken?: string
}

/** SDK clients that speak to a sandbox in this process, signed with a key of that sandbox. */
export function createClients(sandbox: Sandbox, key: ClientKey, region: string): Clients {
	const { accessKeyId, secretAccessKey, sessionToken } = key
	const settings = {
		region,
		credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
		requestHandler: sandboxFetchHandler(emulatorOf(sandbox)),
		maxAttempts: 1,
	}
	return {
		codepipeline: new CodePipelineClient(settings),
		iam: new IAMClient(settings),
		s3: new S3Client({ ...settings, forcePathStyle: true, followRegionRedirects: false }),
		sts: new STSClient(settings),
	}
}

/** The emulator over one sandbox. A fault of its own reaches who called, instead of an InternalFailure. */
function emulatorOf(sandbox: Sandbox): Emulator {
	return createEmulator({
		services: sandbox.host.services,
		findSandbox: async () => sandbox,
		realNow: Date.now,
		onError(error) {
			throw error
		},
	})
}
