import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { strToU8, zipSync } from 'fflate'
import { createAccount, rootOf } from '../../identity/credentials.ts'
import type { Principal } from '../../identity/principal.ts'
import type { Service } from '../../service.ts'
import { MemoryBlobs } from '../../world/blobs.ts'
import { MemoryJournal } from '../../world/journal.ts'
import { WORLD_SCOPE } from '../../world/kernel.ts'
import { Sandbox } from '../../world/sandbox.ts'
import { authorize } from '../iam/authorize.ts'

// What the tests of this folder, and the benchmarks, start from: an account with buckets and a service role.

export const ACCOUNT = '111111111111'
export const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/site-demo-service`
export const STARTS_AT = Date.UTC(2026, 0, 5, 9)
const WHOLE_S3 = [
	's3:GetObject',
	's3:GetObjectVersion',
	's3:GetBucketVersioning',
	's3:PutObject',
	's3:ListBucket',
]

export interface World {
	sandbox: Sandbox
	/** Lets virtual time pass, seconds. */
	pass(seconds: number): Promise<void>
	pipeline<T = Record<string, never>>(operation: string, input: object, as?: Principal): Promise<T>
	s3<T = { VersionId?: string; Body?: Uint8Array }>(operation: string, input: object): Promise<T>
	iam(operation: string, input: object): Promise<unknown>
	allow(...actions: Array<string>): Promise<unknown>
}

/** Dated, so that two runs of one test write the same bytes. */
export function siteZip(text: string): Uint8Array {
	const files = { 'index.html': strToU8(text), 'css/site.css': strToU8('body{}') }
	return zipSync(files, { mtime: STARTS_AT })
}

/** A sandbox with a versioned source bucket that holds `site.zip`, an artifact and a web bucket, and a role that may use them. */
export async function openSiteWorld(services: ReadonlyMap<string, Service>, seed: string): Promise<World> {
	let real = 0
	const host = { services, authorize, journal: new MemoryJournal(), realNow: () => real }
	const fresh = { seed, number: 1n, startsAt: STARTS_AT, speed: 1 }
	const sandbox = await Sandbox.open(seed, host, new MemoryBlobs(), fresh)
	const arrangement = { account: ACCOUNT, alias: 'atelier' }
	await sandbox.arrange('CreateAccount', (call) => createAccount(call, arrangement), WORLD_SCOPE)
	const ask =
		(service: string) =>
		(operation: string, input: object, as: Principal = rootOf(ACCOUNT)) =>
			sandbox.call({ principal: as, scope: SCOPE, service, operation, input }) as Promise<never>
	const world: World = {
		sandbox,
		async pass(seconds) {
			real += seconds * 1000
			await sandbox.advance()
		},
		pipeline: ask('codepipeline'),
		s3: ask('s3'),
		iam: ask('iam'),
		allow: (...actions) =>
			ask('iam')('PutRolePolicy', {
				RoleName: 'site-demo-service',
				PolicyName: 'access',
				PolicyDocument: policy({ Effect: 'Allow', Action: actions, Resource: '*' }),
			}),
	}
	await world.iam('CreateRole', {
		RoleName: 'site-demo-service',
		AssumeRolePolicyDocument: policy({
			Effect: 'Allow',
			Principal: { Service: 'codepipeline.amazonaws.com' },
			Action: 'sts:AssumeRole',
		}),
	})
	await world.allow(...WHOLE_S3)
	for (const Bucket of ['source', 'artifacts', 'site-web']) {
		const CreateBucketConfiguration = { LocationConstraint: SCOPE.region }
		await world.s3('CreateBucket', { Bucket, CreateBucketConfiguration })
	}
	const VersioningConfiguration = { Status: 'Enabled' }
	await world.s3('PutBucketVersioning', { Bucket: 'source', VersioningConfiguration })
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: siteZip('v1') })
	return world
}

export function policy(statement: object): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

export function sourceAction(configuration: Record<string, string> = {}) {
	return {
		name: 'Fetch',
		actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' } as const,
		configuration: {
			S3Bucket: 'source',
			S3ObjectKey: 'site.zip',
			PollForSourceChanges: 'false',
			...configuration,
		},
		outputArtifacts: [{ name: 'SourceOutput' }],
		namespace: 'SourceVariables',
	}
}

export function deployAction(configuration: Record<string, string> = {}) {
	return {
		name: 'Publish',
		actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'S3', version: '1' } as const,
		configuration: { BucketName: 'site-web', Extract: 'true', ...configuration },
		inputArtifacts: [{ name: 'SourceOutput' }],
	}
}

export function approvalAction(name = 'Approve') {
	return {
		name,
		actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const,
	}
}

/** Source, then what is given, then deploy. */
export function siteDemo(change: Partial<PipelineDeclaration> = {}): PipelineDeclaration {
	return {
		name: 'site-demo',
		roleArn: ROLE,
		pipelineType: 'V2',
		artifactStore: { type: 'S3', location: 'artifacts' },
		stages: [
			{ name: 'Source', actions: [sourceAction()] },
			{ name: 'Deploy', actions: [deployAction()] },
		],
		...change,
	}
}
