import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
	CodePipelineClient,
	CreatePipelineCommand,
	GetPipelineStateCommand,
	ListActionExecutionsCommand,
	type PipelineDeclaration,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, expect, test } from 'vitest'
import { openBuildHost } from '#labs/guest/build-host.fixture.ts'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { policy } from '../../../people.fixture.ts'
import { dueSteps, WORLD_SCOPE } from '../../../world/kernel.ts'
import { openBuilds } from '../../codebuild/codebuild.fixture.ts'

const host = openBuildHost()
afterAll(host.close)

const RIGHTS = ['s3:*', 'codebuild:StartBuild', 'codebuild:BatchGetBuilds', 'logs:*']
const BUILDSPEC = `
version: 0.2
env:
  exported-variables: [RELEASE]
phases:
  build:
    commands:
      - export RELEASE=$CHANNEL-7
      - npm test
      - mkdir dist && cp index.html dist/
artifacts:
  files: ['**/*']
  base-directory: dist
`
const files = (holds: boolean) => ({
	'package.json': JSON.stringify({ scripts: { test: 'node --test' } }),
	'page.test.js': `require('node:test')('the page holds', () => require('assert').ok(${holds}))`,
	'index.html': '<h1>Boutique</h1>',
	'buildspec.yml': BUILDSPEC,
})

type Actions = NonNullable<PipelineDeclaration['stages']>[number]['actions']
const action = (category: string, provider: string) =>
	({ category, owner: 'AWS', provider, version: '1' }) as NonNullable<Actions>[number]['actionTypeId']

type Action = NonNullable<Actions>[number]

/** A pipeline that builds and deploys; an action in place of the build's, or parts of it. */
async function openPipeline(holds: boolean, build: Partial<Action> = {}, deploy: Partial<Action> = {}) {
	const people = await openBuilds(host.work)
	const codepipeline = new CodePipelineClient(people.root)
	await people.iam('CreateRole', {
		RoleName: 'pipeline',
		AssumeRolePolicyDocument: JSON.stringify({
			Version: '2012-10-17',
			Statement: [
				{ Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
			],
		}),
	})
	const allow = (...actions: Array<string>) =>
		people.iam('PutRolePolicy', {
			RoleName: 'pipeline',
			PolicyName: 'own',
			PolicyDocument: policy({ Action: actions }),
		})
	await allow(...RIGHTS)
	for (const Bucket of ['artifacts', 'web']) await people.s3.send(new CreateBucketCommand({ Bucket }))
	await people.putSource(files(holds))
	await people.createProject({ source: { type: 'CODEPIPELINE' }, artifacts: { type: 'CODEPIPELINE' } })
	const pipeline: PipelineDeclaration = {
		name: 'pipeline-de-la-boutique',
		pipelineType: 'V2',
		roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
		artifactStore: { type: 'S3', location: 'artifacts' },
		stages: [
			{
				name: 'Source',
				actions: [
					{
						name: 'Source',
						actionTypeId: action('Source', 'S3'),
						configuration: { S3Bucket: 'sources', S3ObjectKey: 'shop.zip', PollForSourceChanges: 'false' },
						outputArtifacts: [{ name: 'SourceOutput' }],
					},
					{
						name: 'Again',
						actionTypeId: action('Source', 'S3'),
						configuration: { S3Bucket: 'sources', S3ObjectKey: 'shop.zip', PollForSourceChanges: 'false' },
						outputArtifacts: [{ name: 'Second' }],
					},
				],
			},
			{
				name: 'Build',
				actions: [
					{
						name: 'Build',
						actionTypeId: action('Build', 'CodeBuild'),
						namespace: 'Built',
						configuration: {
							ProjectName: 'shop',
							EnvironmentVariables: '[{"name":"CHANNEL","value":"stable"}]',
						},
						inputArtifacts: [{ name: 'SourceOutput' }],
						outputArtifacts: [{ name: 'Site' }],
						...build,
					},
				],
			},
			{
				name: 'Deploy',
				actions: [
					{
						name: 'Deploy',
						actionTypeId: action('Deploy', 'S3'),
						configuration: { BucketName: 'web', Extract: 'true', ObjectKey: '#{Built.RELEASE}' },
						inputArtifacts: [{ name: 'Site' }],
						...deploy,
					},
				],
			},
		],
	}
	await codepipeline.send(new CreatePipelineCommand({ pipeline }))

	/** Lets builds end and time pass until nothing is left to come. */
	async function rest() {
		for (let step = 0; step < 100; step++) {
			await people.sandbox.settle()
			const [next] = people.sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (!next) return
			await people.sandbox.setClock({ jumpTo: next.at })
		}
		throw new Error('The pipeline does not come to rest')
	}

	async function stateOf(stage: string) {
		const { stageStates } = await codepipeline.send(
			new GetPipelineStateCommand({ name: 'pipeline-de-la-boutique' }),
		)
		return stageStates?.find(({ stageName }) => stageName === stage)
	}
	return { ...people, codepipeline, rest, stateOf, allow }
}

test('A pipeline builds what it fetched, takes the variables of the build, and deploys what it made', async () => {
	const { rest, stateOf, s3, codepipeline, build, find } = await openPipeline(true)
	await rest()
	const built = (await stateOf('Build'))?.actionStates?.[0]
	expect(built?.latestExecution).toMatchObject({
		status: 'Succeeded',
		externalExecutionId: expect.stringMatching(/^shop:[0-9a-f-]{36}$/),
	})
	expect(built?.entityUrl).toBe(
		'https://console.aws.amazon.com/codebuild/home?region=eu-west-3#/projects/shop/view',
	)
	const record = await find(built?.latestExecution?.externalExecutionId ?? '')
	expect(record).toMatchObject({
		initiator: 'codepipeline/pipeline-de-la-boutique',
		source: { type: 'CODEPIPELINE' },
		sourceVersion: expect.stringMatching(/^arn:aws:s3:::artifacts\/pipeline-de-la-bouti\/SourceOutp\/\w{7}$/),
	})
	expect((await stateOf('Deploy'))?.latestExecution?.status).toBe('Succeeded')
	const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'web' }))
	expect(Contents?.map(({ Key }) => Key)).toEqual(['stable-7/index.html'])
	const { actionExecutionDetails } = await codepipeline.send(
		new ListActionExecutionsCommand({ pipelineName: 'pipeline-de-la-boutique' }),
	)
	const detail = actionExecutionDetails?.find(({ actionName }) => actionName === 'Build')
	expect(detail?.output?.outputVariables).toEqual({ RELEASE: 'stable-7' })
	await expect(build()).rejects.toThrow('A project with source type CODEPIPELINE is built by its pipeline')
})

test('A red test fails the action and leaves no Deploy action started', async () => {
	const { rest, stateOf, s3, codepipeline } = await openPipeline(false)
	await rest()
	const built = (await stateOf('Build'))?.actionStates?.[0]?.latestExecution
	expect(built?.status).toBe('Failed')
	expect(built?.errorDetails).toEqual({
		code: 'JobFailed',
		message:
			'Build terminated with state: FAILED. Phase: BUILD, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: npm test. Reason: exit status 1',
	})
	expect((await stateOf('Build'))?.latestExecution?.status).toBe('Failed')
	const deploy = await stateOf('Deploy')
	expect(deploy?.latestExecution).toBeUndefined()
	expect(deploy?.actionStates?.[0]?.latestExecution).toBeUndefined()
	const { actionExecutionDetails } = await codepipeline.send(
		new ListActionExecutionsCommand({ pipelineName: 'pipeline-de-la-boutique' }),
	)
	expect(actionExecutionDetails?.map(({ actionName }) => actionName).sort()).toEqual([
		'Again',
		'Build',
		'Source',
	])
	expect((await s3.send(new ListObjectsV2Command({ Bucket: 'web' }))).Contents).toBeUndefined()
})

test('Each right that the action needs is missed when it is left out', async () => {
	const { rest, stateOf, codepipeline, allow } = await openPipeline(true)
	await rest()
	const failure = async (...rights: Array<string>) => {
		await allow(...rights)
		await codepipeline.send(new StartPipelineExecutionCommand({ name: 'pipeline-de-la-boutique' }))
		await rest()
		return (await stateOf('Build'))?.actionStates?.[0]?.latestExecution?.errorDetails
	}
	expect(await failure('s3:*', 'codebuild:BatchGetBuilds')).toEqual({
		code: 'PermissionError',
		message: expect.stringMatching(
			/^Error calling startBuild: User: arn:aws:sts::111122223333:assumed-role\/pipeline\/\w+ is not authorized to perform: codebuild:StartBuild on resource: arn:aws:codebuild:eu-west-3:111122223333:project\/shop/,
		),
	})
	expect(await failure('s3:*', 'codebuild:StartBuild')).toMatchObject({ code: 'PermissionError' })
})

test('A project that is not there fails the action, in CodeBuild’s words', async () => {
	const failure = async (configuration: Record<string, string>) => {
		const { rest, stateOf } = await openPipeline(true, { configuration })
		await rest()
		return (await stateOf('Build'))?.actionStates?.[0]?.latestExecution?.errorDetails?.message
	}
	expect(await failure({ ProjectName: 'none' })).toMatch(
		/^Error calling startBuild: Project cannot be found: arn:aws:codebuild:eu-west-3:111122223333:project\/none \(Service: AWSCodeBuild; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: .*; Proxy: null\)$/,
	)
})

const COMMANDS: Partial<Action> = {
	actionTypeId: action('Compute', 'Commands'),
	configuration: {},
	commands: ['mkdir site', 'cp index.html site/', 'export RELEASE=$CHANNEL-$(ls site | wc -l | tr -d " ")'],
	environmentVariables: [{ name: 'CHANNEL', value: 'beta' }],
	outputArtifacts: [{ name: 'Site', files: ['site/**/*'] }],
	outputVariables: ['RELEASE'],
}

test('Commands run over the input, give files and variables, and fail with what failed', async () => {
	const green = await openPipeline(true, COMMANDS)
	await green.rest()
	expect((await green.stateOf('Deploy'))?.latestExecution?.status).toBe('Succeeded')
	const { Contents } = await green.s3.send(new ListObjectsV2Command({ Bucket: 'web' }))
	expect(Contents?.map(({ Key }) => Key)).toEqual(['beta-1/site/index.html'])

	const red = await openPipeline(true, { ...COMMANDS, commands: ['cat "x"'] })
	await red.rest()
	const latest = (await red.stateOf('Build'))?.actionStates?.[0]?.latestExecution
	expect(latest?.errorDetails).toEqual({
		code: 'JobFailed',
		message:
			'Action failed with status: FAILED. COMMAND_EXECUTION_ERROR: Error while executing command: cat "x". Reason: exit status 1',
	})
	expect(latest?.externalExecutionId).toMatch(
		/^arn:aws:logs:eu-west-3:111122223333:log-group:\/aws\/codepipeline\/pipeline-de-la-boutique:log-stream:[0-9a-f-]{36}\/[0-9a-f-]{36}$/,
	)
	expect((await red.stateOf('Deploy'))?.latestExecution).toBeUndefined()
	const logStreamName = latest?.externalExecutionId?.split(':log-stream:')[1]
	const { events } = await new CloudWatchLogsClient(red.root).send(
		new GetLogEventsCommand({ logGroupName: '/aws/codepipeline/pipeline-de-la-boutique', logStreamName }),
	)
	expect(events?.map(({ message }) => message)).toEqual(
		expect.arrayContaining([expect.stringContaining('Running command cat "x"')]),
	)
})

test('Commands that may not write their log are not run', async () => {
	const people = await openPipeline(true, COMMANDS)
	await people.rest()
	await people.allow('s3:*')
	await people.codepipeline.send(new StartPipelineExecutionCommand({ name: 'pipeline-de-la-boutique' }))
	await people.rest()
	const latest = (await people.stateOf('Build'))?.actionStates?.[0]?.latestExecution
	expect(latest?.errorDetails).toEqual({
		code: 'JobFailed',
		message: expect.stringMatching(
			/^Action failed with status: FAILED\. ACCESS_DENIED: Service role .*:role\/pipeline does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams\. Error message: User: .* is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-west-3:111122223333:log-group:\/aws\/codepipeline\/pipeline-de-la-boutique:log-stream:/,
		),
	})
})

test('Several inputs and outputs go by their names', async () => {
	const spec = {
		version: 0.2,
		phases: {
			build: { commands: ['cp $CODEBUILD_SRC_DIR_Second/index.html second.html', 'echo 1 > one.txt'] },
		},
		artifacts: { 'secondary-artifacts': { Site: { files: ['second.html'] }, Other: { files: ['one.txt'] } } },
	}
	const { rest, s3, stateOf } = await openPipeline(
		true,
		{
			configuration: {
				ProjectName: 'shop',
				PrimarySource: 'SourceOutput',
				BuildspecOverride: JSON.stringify(spec),
			},
			inputArtifacts: [{ name: 'SourceOutput' }, { name: 'Second' }],
			outputArtifacts: [{ name: 'Site' }, { name: 'Other' }],
		},
		{ configuration: { BucketName: 'web', Extract: 'true' } },
	)
	await rest()
	expect((await stateOf('Build'))?.actionStates?.[0]?.latestExecution?.errorDetails).toBeUndefined()
	const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'web' }))
	expect(Contents?.map(({ Key }) => Key)).toEqual(['second.html'])
})
