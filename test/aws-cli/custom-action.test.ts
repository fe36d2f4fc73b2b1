import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { startCli } from './emulator.ts'

// AWS's own walk: https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html

const ACCOUNT = '123456789012'
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/livraison`
const PROVIDER = 'My-Build-Provider-Name'
const TYPE = { category: 'Build', owner: 'Custom', provider: PROVIDER, version: '1' }
const { aws, json, directory, forward } = await startCli({ signed: true })

test('a custom action is created, added to a pipeline, and done by a job worker with the credentials of its job', {
	timeout: 90_000,
}, async () => {
	await prepare()
	const fromFile = ['--cli-input-json', 'file://custom-action.json']
	const { actionType } = await json('codepipeline', 'create-custom-action-type', ...fromFile)
	expect(actionType.id).toEqual(TYPE)
	const listed = await json('codepipeline', 'list-action-types', '--action-owner-filter', 'Custom')
	expect(listed.actionTypes).toEqual([actionType])
	await json('codepipeline', 'create-pipeline', '--cli-input-json', 'file://site.json')

	const { job, artifacts } = await pollForJob()
	expect(job.data.actionConfiguration.configuration).toEqual({ ProjectName: 'boutique' })
	const ofJob = ['--job-id', job.id]
	const acknowledged = await json('codepipeline', 'acknowledge-job', ...ofJob, '--nonce', job.nonce)
	expect(acknowledged).toEqual({ status: 'InProgress' })
	await useCredentials(job.data.artifactCredentials)
	const worker = ['--profile', 'worker']
	expect(await aws('s3', 'cp', artifacts.input, 'source.zip', ...worker)).toMatchObject({ code: 0 })
	expect(await aws('s3', 'cp', 'built.zip', artifacts.output, ...worker)).toMatchObject({ code: 0 })
	const denied = await aws('s3', 'ls', 's3://depot', ...worker)
	expect([denied.code, denied.stderr]).toEqual([254, expect.stringContaining('(AccessDenied)')])
	const details = 'summary=Built,externalExecutionId=17,percentComplete=100'
	await json('codepipeline', 'put-job-success-result', ...ofJob, '--execution-details', details)

	const build = await stage('Build', 'Succeeded')
	expect(build.actionStates[0]).toMatchObject({
		entityUrl: 'https://my-build-instance/job/boutique/',
		latestExecution: {
			...{ summary: 'Built', externalExecutionId: '17', percentComplete: 100 },
			externalExecutionUrl: 'https://my-build-instance/job/boutique/lastSuccessfulBuild/17/',
		},
	})
	await stage('Deploy', 'Succeeded')
	expect(await aws('s3', 'cp', 's3://en-ligne/index.html', '-')).toMatchObject({ stdout: '<h1>Bâti</h1>' })

	const late = await aws('codepipeline', 'put-job-success-result', ...ofJob)
	expect([late.code, late.stderr]).toEqual([254, expect.stringContaining('(InvalidJobStateException)')])
	const version = ['--category', 'Build', '--provider', PROVIDER, '--action-version', '1']
	await json('codepipeline', 'delete-custom-action-type', ...version)
	const gone = await aws('codepipeline', 'poll-for-jobs', '--action-type-id', JSON.stringify(TYPE))
	expect([gone.code, gone.stderr.trim()]).toEqual([
		254,
		`An error occurred (ActionTypeNotFoundException) when calling the PollForJobs operation: ActionType (Category: 'Build', Owner: 'Custom', Provider: '${PROVIDER}', Version: '1') is not available`,
	])
})

/** Buckets, a source, a role, what the build gives, and the two files of the walk. */
async function prepare(): Promise<void> {
	await writeFile(join(directory, 'site.zip'), zipSync({ 'index.html': strToU8('<h1>Source</h1>') }))
	await writeFile(join(directory, 'built.zip'), zipSync({ 'index.html': strToU8('<h1>Bâti</h1>') }))
	await writeFile(join(directory, 'custom-action.json'), JSON.stringify(customAction()))
	await writeFile(join(directory, 'site.json'), JSON.stringify({ pipeline: definition() }))
	for (const bucket of ['depot', 'artefacts', 'en-ligne']) await aws('s3', 'mb', `s3://${bucket}`)
	const versioned = ['--versioning-configuration', 'Status=Enabled']
	await json('s3api', 'put-bucket-versioning', '--bucket', 'depot', ...versioned)
	await aws('s3', 'cp', 'site.zip', 's3://depot/site.zip')
	const role = ['--role-name', 'livraison']
	const trust = document({ Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' })
	await json('iam', 'create-role', ...role, '--assume-role-policy-document', trust)
	const access = document({ Action: 's3:*', Resource: '*' })
	await json('iam', 'put-role-policy', ...role, '--policy-name', 's3', '--policy-document', access)
}

function document(statement: object): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
}

function customAction() {
	const instance = 'https://my-build-instance/job/{Config:ProjectName}/'
	return {
		...{ category: 'Build', provider: PROVIDER, version: '1' },
		settings: {
			entityUrlTemplate: instance,
			executionUrlTemplate: `${instance}lastSuccessfulBuild/{ExternalExecutionId}/`,
		},
		inputArtifactDetails: { maximumCount: 1, minimumCount: 0 },
		outputArtifactDetails: { maximumCount: 1, minimumCount: 0 },
		configurationProperties: [
			{
				...{ name: 'ProjectName', required: true, key: true, secret: false, queryable: false },
				...{ description: 'The name of the build project', type: 'String' },
			},
		],
	}
}

function definition() {
	const s3 = (category: string) => ({ category, owner: 'AWS', provider: 'S3', version: '1' })
	const source = {
		...{ name: 'Depot', actionTypeId: s3('Source'), outputArtifacts: [{ name: 'Archive' }] },
		configuration: { S3Bucket: 'depot', S3ObjectKey: 'site.zip', PollForSourceChanges: 'false' },
	}
	const build = {
		...{ name: 'Chantier', actionTypeId: TYPE, configuration: { ProjectName: 'boutique' } },
		...{ inputArtifacts: [{ name: 'Archive' }], outputArtifacts: [{ name: 'Site' }] },
	}
	const deploy = {
		...{ name: 'Publication', actionTypeId: s3('Deploy'), inputArtifacts: [{ name: 'Site' }] },
		configuration: { BucketName: 'en-ligne', Extract: 'true' },
	}
	return {
		...{ name: 'site', roleArn: ROLE_ARN, artifactStore: { type: 'S3', location: 'artefacts' } },
		stages: [
			{ name: 'Source', actions: [source] },
			{ name: 'Build', actions: [build] },
			{ name: 'Deploy', actions: [deploy] },
		],
	}
}

/** Polls for the only job, and tells where its artifacts are. */
async function pollForJob() {
	await forward(10)
	const { jobs } = await json('codepipeline', 'poll-for-jobs', '--action-type-id', JSON.stringify(TYPE))
	expect(jobs).toHaveLength(1)
	const [job] = jobs
	const addressOf = ([artifact]: Array<{ location: { s3Location: Record<string, string> } }>) =>
		`s3://${artifact?.location.s3Location.bucketName}/${artifact?.location.s3Location.objectKey}`
	const { inputArtifacts, outputArtifacts } = job.data
	return { job, artifacts: { input: addressOf(inputArtifacts), output: addressOf(outputArtifacts) } }
}

/** Makes the credentials of a job those of the profile `worker`. */
async function useCredentials(given: Record<string, string>): Promise<void> {
	await mkdir(join(directory, '.aws'), { recursive: true })
	const lines = [
		'[worker]',
		`aws_access_key_id = ${given.accessKeyId}`,
		`aws_secret_access_key = ${given.secretAccessKey}`,
		`aws_session_token = ${given.sessionToken}`,
	]
	await writeFile(join(directory, '.aws', 'credentials'), `${lines.join('\n')}\n`)
}

/** The stage's state, which has come to the status once some time has passed. */
async function stage(name: string, status: string) {
	await forward(10)
	const state = await json('codepipeline', 'get-pipeline-state', '--name', 'site')
	const found = state.stageStates.find(({ stageName }: { stageName: string }) => stageName === name)
	expect(found.latestExecution?.status).toBe(status)
	return found
}
