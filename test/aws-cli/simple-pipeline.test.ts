import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'
import { archiveOf, deploy, policyOf, ROLE, source, states, writeStructure } from './site.ts'

// AWS's own walk: https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-simple-s3.html, then
// https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html

const cli = await startCli({ currentModel: true })
const { aws, json, directory, forward } = cli

test('a simple pipeline is created, and started with a revision and a variable of one’s own', {
	timeout: 120_000,
}, async () => {
	for (const bucket of ['depot', 'artefacts', 'en-ligne']) await aws('s3', 'mb', `s3://${bucket}`)
	const versioned = ['--versioning-configuration', 'Status=Enabled']
	await json('s3api', 'put-bucket-versioning', '--bucket', 'depot', ...versioned)
	const first = await upload('Un')
	const role = ['--role-name', 'livraison']
	const trust = policyOf({ Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' })
	await json('iam', 'create-role', ...role, '--assume-role-policy-document', trust)
	const access = policyOf({ Action: 's3:*', Resource: '*' })
	await json('iam', 'put-role-policy', ...role, '--policy-name', 's3', '--policy-document', access)

	const onlySource = await writeStructure(cli, [source])
	expect(await aws('codepipeline', 'create-pipeline', '--cli-input-json', onlySource)).toEqual(
		refusal(
			'InvalidStructureException',
			'CreatePipeline',
			'Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline',
		),
	)
	const variables = [{ name: 'Cible', defaultValue: 'recette' }]
	const file = await writeStructure(cli, [source, deploy()], { variables })
	const { pipeline } = await json('codepipeline', 'create-pipeline', '--cli-input-json', file)
	expect(pipeline).toMatchObject({ name: 'site', version: 1, roleArn: ROLE, pipelineType: 'V2', variables })
	await forward(20)
	expect(await states(cli)).toMatchObject({
		Source: { latestExecution: { status: 'Succeeded' } },
		Deploy: { latestExecution: { status: 'Succeeded' } },
	})

	await upload('Deux')
	const chosen = `actionName=Depot,revisionType=S3_OBJECT_VERSION_ID,revisionValue=${first}`
	const { pipelineExecutionId } = await json(
		...['codepipeline', 'start-pipeline-execution', '--name', 'site', '--source-revisions', chosen],
		...['--variables', 'name=Cible,value=production'],
	)
	await forward(20)
	const execution = ['--pipeline-name', 'site', '--pipeline-execution-id', pipelineExecutionId]
	const told = await json('codepipeline', 'get-pipeline-execution', ...execution)
	expect(told.pipelineExecution).toMatchObject({
		status: 'Succeeded',
		variables: [{ name: 'Cible', resolvedValue: 'production' }],
		artifactRevisions: [{ name: 'Archive', revisionId: first }],
		trigger: { triggerType: 'StartPipelineExecution' },
	})
	expect(await aws('s3', 'cp', 's3://en-ligne/index.html', '-')).toMatchObject({ stdout: '<h1>Un</h1>' })

	const start = ['codepipeline', 'start-pipeline-execution', '--name']
	const twice = ['--variables', 'name=Cible,value=x', 'name=Cible,value=y']
	expect(await aws(...start, 'site', ...twice)).toEqual(
		refusal(
			'ValidationException',
			'StartPipelineExecution',
			'Variable names must be unique. The following variable name is already in use: Cible',
		),
	)
	expect(await aws(...start, 'inconnu')).toEqual(
		refusal(
			'PipelineNotFoundException',
			'StartPipelineExecution',
			'Pipeline with name inconnu does not exist in account 123456789012.',
		),
	)
})

/** Puts the site's archive into the source bucket; answers the version. */
async function upload(title: string): Promise<string> {
	await writeFile(join(directory, 'site.zip'), archiveOf(title))
	const object = ['--bucket', 'depot', '--key', 'site.zip', '--body', 'site.zip']
	return (await json('s3api', 'put-object', ...object)).VersionId
}
