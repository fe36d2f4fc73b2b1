import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'
import { createPipeline, deploy, openSite, policyOf, ROLE, source, states, writeStructure } from './site.ts'

// AWS's own walk: https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
// without its key: S3 asks no permission of a key here.

const OTHER = '222222222222'
const DEPLOYER = `arn:aws:iam::${OTHER}:role/deployeur`
const theirs = ['--profile', 'production']
const cli = await startCli({ accounts: [OTHER] })
const { aws, json, directory, forward } = cli

test('a site is deployed into another account, once its role and the artifact bucket let it be', {
	timeout: 120_000,
}, async () => {
	await openSite(cli)
	await mkdir(join(directory, '.aws'))
	const profile = `[production]\naws_access_key_id = ${OTHER}\naws_secret_access_key = any\n`
	await writeFile(join(directory, '.aws', 'credentials'), profile)
	expect(await json('sts', 'get-caller-identity', ...theirs)).toMatchObject({ Account: OTHER })

	const action = { roleArn: DEPLOYER, configuration: { BucketName: 'en-production', Extract: 'true' } }
	const stages = [source, deploy(action)]
	const file = await writeStructure(cli, stages, { pipelineType: undefined })
	expect(await aws('codepipeline', 'create-pipeline', '--cli-input-json', file)).toEqual(
		refusal(
			'InvalidStructureException',
			'CreatePipeline',
			`${ROLE} is not authorized to perform AssumeRole on role ${DEPLOYER}`,
		),
	)

	await aws('s3', 'mb', 's3://en-production', ...theirs)
	const role = ['--role-name', 'deployeur', ...theirs]
	const trust = policyOf({ Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' })
	await json('iam', 'create-role', ...role, '--assume-role-policy-document', trust)
	const access = policyOf({ Action: 's3:*', Resource: '*' })
	await json('iam', 'put-role-policy', ...role, '--policy-name', 's3', '--policy-document', access)
	await createPipeline(cli, stages, { pipelineType: undefined })
	const failed = (await states(cli)).Deploy
	expect(failed.actionStates[0].latestExecution.errorDetails).toMatchObject({
		code: 'PermissionError',
		message: expect.stringMatching(
			/^Unable to access the artifact with Amazon S3 object key '.+' located in the Amazon S3 artifact bucket 'artefacts'\. The provided role does not have sufficient permissions\./,
		),
	})

	const share = { Principal: { AWS: DEPLOYER }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::artefacts/*' }
	await json('s3api', 'put-bucket-policy', '--bucket', 'artefacts', '--policy', policyOf(share))
	const which = ['--pipeline-name', 'site', '--stage-name', 'Deploy', '--retry-mode', 'FAILED_ACTIONS']
	const execution = ['--pipeline-execution-id', failed.latestExecution.pipelineExecutionId]
	await json('codepipeline', 'retry-stage-execution', ...which, ...execution)
	await forward(10)
	expect(await states(cli)).toMatchObject({ Deploy: { latestExecution: { status: 'Succeeded' } } })
	expect(await aws('s3', 'cp', 's3://en-production/index.html', '-', ...theirs)).toMatchObject({
		stdout: '<h1>Un</h1>',
	})
})
