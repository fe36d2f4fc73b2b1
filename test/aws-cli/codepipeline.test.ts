import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { startCli } from './emulator.ts'

const TIMEOUT_MS = 120_000
const ROLE_ARN = 'arn:aws:iam::123456789012:role/livraison'
const PIPELINE = ['--pipeline-name', 'site']
const { aws, json, directory, forward } = await startCli()

test('a pipeline lives its whole life from the command line', { timeout: TIMEOUT_MS }, async () => {
	await prepare()
	const { pipeline } = await json('codepipeline', 'create-pipeline', '--cli-input-json', 'file://site.json')
	expect(pipeline).toMatchObject({ name: 'site', version: 1, roleArn: ROLE_ARN })

	// The role may not write to the site yet: the first execution waits for approval, then fails in Deploy.
	await approve('Approved')
	const failed = await stage('Deploy', 'Failed')
	expect(failed.actionStates[0].latestExecution.errorDetails.message).toContain('s3:PutObject')
	await json('iam', 'put-role-policy', ...policy('publier', 's3:PutObject', 'arn:aws:s3:::en-ligne/*'))
	const { pipelineExecutionId } = await json(
		'codepipeline',
		'retry-stage-execution',
		...PIPELINE,
		'--stage-name',
		'Deploy',
		'--pipeline-execution-id',
		failed.latestExecution.pipelineExecutionId,
		'--retry-mode',
		'FAILED_ACTIONS',
	)
	expect(pipelineExecutionId).toBe(failed.latestExecution.pipelineExecutionId)
	await stage('Deploy', 'Succeeded')
	expect(await aws('s3', 'cp', 's3://en-ligne/index.html', '-')).toMatchObject({ stdout: '<h1>Un</h1>' })

	// A second execution is turned down by hand.
	const started = await json('codepipeline', 'start-pipeline-execution', '--name', 'site')
	await approve('Rejected')
	await stage('Accord', 'Failed')
	const history = await json('codepipeline', 'list-pipeline-executions', ...PIPELINE)
	expect(history.pipelineExecutionSummaries).toMatchObject([
		{ pipelineExecutionId: started.pipelineExecutionId, status: 'Failed' },
		{ pipelineExecutionId, status: 'Succeeded' },
	])
	const { pipelineExecution } = await json(
		'codepipeline',
		'get-pipeline-execution',
		...PIPELINE,
		'--pipeline-execution-id',
		pipelineExecutionId,
	)
	expect(pipelineExecution.artifactRevisions).toMatchObject([{ name: 'Archive' }])
})

test('a refusal has the words of the service and the exit code of the CLI', {
	timeout: TIMEOUT_MS,
}, async () => {
	const unknown = await aws('codepipeline', 'get-pipeline', '--name', 'inconnu')
	expect([unknown.code, unknown.stderr.trim()]).toEqual([
		254,
		"An error occurred (PipelineNotFoundException) when calling the GetPipeline operation: Account '123456789012' does not have a pipeline with name 'inconnu'",
	])
	const missing = await aws('iam', 'get-role', '--role-name', 'inconnu')
	expect([missing.code, missing.stderr.trim()]).toEqual([
		254,
		'An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name inconnu cannot be found.',
	])
	const malformed = await aws(
		'iam',
		'create-role',
		'--role-name',
		'bancal',
		'--assume-role-policy-document',
		'{"Version":',
	)
	expect(malformed.code).toBe(254)
	expect(malformed.stderr).toContain('(MalformedPolicyDocument)')
	const short = await aws('codepipeline', 'get-pipeline', '--name', 'nom interdit')
	expect(short.code).toBe(254)
	expect(short.stderr).toContain('(ValidationException) when calling the GetPipeline operation')
	expect(short.stderr).toContain('failed to satisfy constraint')
})

/** Buckets, the archive of a site, a role that may do all but publish, and the pipeline's file. */
async function prepare(): Promise<void> {
	await writeFile(join(directory, 'site.zip'), zipSync({ 'index.html': strToU8('<h1>Un</h1>') }))
	for (const bucket of ['depot', 'artefacts', 'en-ligne']) await aws('s3', 'mb', `s3://${bucket}`)
	const versioned = ['--versioning-configuration', 'Status=Enabled']
	await json('s3api', 'put-bucket-versioning', '--bucket', 'depot', ...versioned)
	await aws('s3', 'cp', 'site.zip', 's3://depot/site.zip')
	const trust = document({ Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' })
	const { Role } = await json(
		'iam',
		'create-role',
		'--role-name',
		'livraison',
		'--assume-role-policy-document',
		trust,
	)
	expect(Role.Arn).toBe(ROLE_ARN)
	await json(
		'iam',
		'put-role-policy',
		...policy(
			'socle',
			['s3:GetBucketVersioning', 's3:GetBucketLocation', 's3:GetBucketAcl', 's3:ListBucket', 's3:GetObject*'],
			'*',
		),
	)
	await json('iam', 'put-role-policy', ...policy('artefacts', 's3:PutObject', 'arn:aws:s3:::artefacts/*'))
	await writeFile(join(directory, 'site.json'), JSON.stringify({ pipeline: definition() }))
}

function policy(name: string, Action: string | Array<string>, Resource: string): Array<string> {
	const named = ['--role-name', 'livraison', '--policy-name', name]
	return [...named, '--policy-document', document({ Action, Resource })]
}

function document(statement: object): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
}

function definition() {
	const type = (category: string, provider: string) => ({ category, owner: 'AWS', provider, version: '1' })
	const source = {
		name: 'Depot',
		actionTypeId: type('Source', 'S3'),
		configuration: { S3Bucket: 'depot', S3ObjectKey: 'site.zip', PollForSourceChanges: 'false' },
		outputArtifacts: [{ name: 'Archive' }],
	}
	const approval = { name: 'Relecture', actionTypeId: type('Approval', 'Manual') }
	const deploy = {
		name: 'Publication',
		actionTypeId: type('Deploy', 'S3'),
		configuration: { BucketName: 'en-ligne', Extract: 'true' },
		inputArtifacts: [{ name: 'Archive' }],
	}
	// Without a type, as before V2: Debian's CLI is older than `pipelineType` and refuses it itself.
	return {
		name: 'site',
		roleArn: ROLE_ARN,
		artifactStore: { type: 'S3', location: 'artefacts' },
		stages: [
			{ name: 'Source', actions: [source] },
			{ name: 'Accord', actions: [approval] },
			{ name: 'Deploy', actions: [deploy] },
		],
	}
}

/** The stage's state, which has come to the status once some time has passed. */
async function stage(name: string, status: string) {
	await forward(10)
	const state = await json('codepipeline', 'get-pipeline-state', '--name', 'site')
	const found = state.stageStates.find(({ stageName }: { stageName: string }) => stageName === name)
	expect(found.latestExecution?.status).toBe(status)
	return found
}

/** Answers the approval that waits. */
async function approve(status: 'Approved' | 'Rejected'): Promise<void> {
	const waiting = await stage('Accord', 'InProgress')
	await json(
		'codepipeline',
		'put-approval-result',
		...PIPELINE,
		'--stage-name',
		'Accord',
		'--action-name',
		'Relecture',
		'--result',
		JSON.stringify({ summary: 'Relu', status }),
		'--token',
		waiting.actionStates[0].latestExecution.token,
	)
}
