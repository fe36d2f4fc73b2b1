import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
	CreateBucketCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { strToU8, zipSync } from 'fflate'
import type { Cli } from './emulator.ts'

// What the walks through the guide start from: a site's source, an artifact and a web bucket, and a service role.
// They are made through the SDK: the commands that make them are walked in simple-pipeline.test.ts.

export const ROLE = 'arn:aws:iam::123456789012:role/livraison'

/** The archive of a site of one page. */
export function archiveOf(title: string): Uint8Array {
	return zipSync({ 'index.html': strToU8(`<h1>${title}</h1>`) })
}

/** A policy document of one statement. */
export function policyOf(statement: object): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
}

export async function openSite({ endpoint }: Cli): Promise<void> {
	const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any secret' }
	const settings = { region: 'eu-west-3', endpoint, credentials }
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	const iam = new IAMClient(settings)
	for (const Bucket of ['depot', 'artefacts', 'en-ligne']) await s3.send(new CreateBucketCommand({ Bucket }))
	const versioning = { Bucket: 'depot', VersioningConfiguration: { Status: 'Enabled' as const } }
	await s3.send(new PutBucketVersioningCommand(versioning))
	await s3.send(new PutObjectCommand({ Bucket: 'depot', Key: 'site.zip', Body: archiveOf('Un') }))
	const trust = { Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' }
	await iam.send(new CreateRoleCommand({ RoleName: 'livraison', AssumeRolePolicyDocument: policyOf(trust) }))
	const access = policyOf({ Action: ['s3:*', 'sts:AssumeRole'], Resource: '*' })
	const named = { RoleName: 'livraison', PolicyName: 'acces', PolicyDocument: access }
	await iam.send(new PutRolePolicyCommand(named))
}

function typed(category: 'Source' | 'Approval' | 'Deploy', provider: string) {
	return { category, owner: 'AWS', provider, version: '1' } as const
}

export const source: StageDeclaration = {
	name: 'Source',
	actions: [
		{
			...{ name: 'Depot', actionTypeId: typed('Source', 'S3'), outputArtifacts: [{ name: 'Archive' }] },
			configuration: { S3Bucket: 'depot', S3ObjectKey: 'site.zip', PollForSourceChanges: 'false' },
		},
	],
}

export const review: StageDeclaration = {
	name: 'Accord',
	actions: [{ name: 'Relecture', actionTypeId: typed('Approval', 'Manual') }],
}

export function deploy(change: Partial<ActionDeclaration> = {}): StageDeclaration {
	const action = {
		...{ name: 'Publication', actionTypeId: typed('Deploy', 'S3'), inputArtifacts: [{ name: 'Archive' }] },
		configuration: { BucketName: 'en-ligne', Extract: 'true' },
	}
	return { name: 'Deploy', actions: [{ ...action, ...change }] }
}

/** Writes the structure into a file, as the guide does, and answers its name. */
export async function writeStructure(
	{ directory }: Cli,
	stages: Array<StageDeclaration>,
	change: Partial<PipelineDeclaration> = {},
): Promise<string> {
	const artifactStore = { type: 'S3', location: 'artefacts' }
	const pipeline = { name: 'site', roleArn: ROLE, pipelineType: 'V2', artifactStore, stages, ...change }
	await writeFile(join(directory, 'site.json'), JSON.stringify({ pipeline }))
	return 'file://site.json'
}

/** Creates the pipeline from such a file, and lets its source be read. */
export async function createPipeline(
	cli: Cli,
	stages: Array<StageDeclaration>,
	change: Partial<PipelineDeclaration> = {},
): Promise<void> {
	const file = await writeStructure(cli, stages, change)
	await cli.json('codepipeline', 'create-pipeline', '--cli-input-json', file)
	await cli.forward(10)
}

/** Starts an execution from the command line, and lets its source be read; answers its id. */
export async function start(cli: Cli, ...words: Array<string>): Promise<string> {
	const started = await cli.json('codepipeline', 'start-pipeline-execution', '--name', 'site', ...words)
	await cli.forward(10)
	return started.pipelineExecutionId
}

/** The states of the stages, by name, as the command line prints them. */
// biome-ignore lint/suspicious/noExplicitAny: what the CLI printed, whatever it is; the tests say what they expect
export async function states({ json }: Cli): Promise<Record<string, any>> {
	const { stageStates } = await json('codepipeline', 'get-pipeline-state', '--name', 'site')
	return Object.fromEntries(stageStates.map((state: { stageName: string }) => [state.stageName, state]))
}
