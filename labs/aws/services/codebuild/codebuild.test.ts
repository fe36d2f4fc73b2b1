import {
	BatchGetReportsCommand,
	DescribeTestCasesCommand,
	ListReportGroupsCommand,
	ListReportsForReportGroupCommand,
} from '@aws-sdk/client-codebuild'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { unzipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { openBuildHost } from '#labs/guest/build-host.fixture.ts'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { busEvents } from '../events/bus.ts'
import { buildspec, openBuilds, phaseOf } from './codebuild.fixture.ts'

const host = openBuildHost()
afterAll(host.close)

const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const SHOP = {
	'package.json': JSON.stringify({ name: 'shop', scripts: { test: 'node --test' } }),
	'price.js': 'exports.price = (n) => n * 2',
	'price.test.js': `
		const { describe, it } = require('node:test')
		const assert = require('node:assert/strict')
		const { price } = require('./price')
		describe('price', () => {
			for (const n of [1, 2, 3, 4, 5]) it('doubles ' + n, () => assert.equal(price(n), n * 2))
			it('takes zero', () => assert.equal(price(0), 0))
		})
	`,
}
const REPORTING = `
version: 0.2
phases:
  install:
    runtime-versions:
      nodejs: 22
  build:
    commands:
      - mkdir -p reports dist
      - node --test --test-reporter=junit --test-reporter-destination=reports/unit.xml
      - cp price.js dist/
reports:
  unit:
    files: ['*.xml']
    base-directory: reports
artifacts:
  files: ['**/*']
  base-directory: dist
`

test('A project builds: phases, report, artifact, log, events', async () => {
	const people = await openBuilds(host.work)
	await people.putSource({ ...SHOP, 'buildspec.yml': REPORTING })
	await people.createProject({
		artifacts: { type: 'S3', location: 'sources', path: 'out', name: 'shop', packaging: 'ZIP' },
	})
	const build = await people.build()
	expect(build).toMatchObject({
		buildStatus: 'SUCCEEDED',
		buildNumber: 1,
		currentPhase: 'COMPLETED',
		buildComplete: true,
	})
	expect(build.phases?.map(({ phaseType, phaseStatus }) => [phaseType, phaseStatus])).toEqual([
		['SUBMITTED', 'SUCCEEDED'],
		['QUEUED', 'SUCCEEDED'],
		['PROVISIONING', 'SUCCEEDED'],
		['DOWNLOAD_SOURCE', 'SUCCEEDED'],
		['INSTALL', 'SUCCEEDED'],
		['PRE_BUILD', 'SUCCEEDED'],
		['BUILD', 'SUCCEEDED'],
		['POST_BUILD', 'SUCCEEDED'],
		['UPLOAD_ARTIFACTS', 'SUCCEEDED'],
		['FINALIZING', 'SUCCEEDED'],
		['COMPLETED', undefined],
	])
	expect(phaseOf(build, 'QUEUED')?.contexts).toBeUndefined()

	const [reportArn = ''] = build.reportArns ?? []
	const { reports } = await people.codebuild.send(new BatchGetReportsCommand({ reportArns: [reportArn] }))
	expect(reports?.[0]).toMatchObject({
		status: 'SUCCEEDED',
		testSummary: { total: 6, statusCounts: { SUCCEEDED: 6 } },
	})
	const { reportGroups } = await people.codebuild.send(new ListReportGroupsCommand({}))
	expect(reportGroups).toEqual([`arn:aws:codebuild:eu-west-3:${ACCOUNT}:report-group/shop-unit`])
	const listed = await people.codebuild.send(
		new ListReportsForReportGroupCommand({ reportGroupArn: reportGroups?.[0] }),
	)
	expect(listed.reports).toEqual([reportArn])
	const { testCases } = await people.codebuild.send(
		new DescribeTestCasesCommand({ reportArn, maxResults: 2 }),
	)
	expect(testCases?.map(({ name, prefix, status }) => [name, prefix, status])).toEqual([
		['doubles 1', 'price', 'SUCCEEDED'],
		['doubles 2', 'price', 'SUCCEEDED'],
	])

	expect(build.artifacts?.location).toBe('arn:aws:s3:::sources/out/shop.zip')
	const { Body } = await people.s3.send(new GetObjectCommand({ Bucket: 'sources', Key: 'out/shop.zip' }))
	expect(Object.keys(unzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()))).toEqual([
		'price.js',
	])
	const { Metadata } = await people.s3.send(new HeadObjectCommand({ Bucket: 'sources', Key: 'out/shop.zip' }))
	expect(Metadata).toEqual({ 'codebuild-buildarn': build.arn })

	const log = await people.log(build.id ?? '')
	expect(log).toMatch(/^\[Container\] 2026\/01\/05 09:00:00\.\d{6} Running on CodeBuild On-demand\n/)
	expect(log).toContain("Selecting 'nodejs' runtime version '22' based on manual selections...\n")
	expect(log).toContain(' Running command cp price.js dist/\n')
	const events = people.sandbox.world
		.list(busEvents, SCOPE)
		.filter(({ source }) => source === 'aws.codebuild')
	expect(events.at(-1)).toMatchObject({
		'detail-type': 'CodeBuild Build State Change',
		detail: {
			'build-status': 'SUCCEEDED',
			'build-id': build.arn,
			'project-name': 'shop',
			'current-phase-context': '[: ]',
		},
	})
	expect(events.filter((event) => event['detail-type'] === 'CodeBuild Build Phase Change')).toHaveLength(10)
})

test('A red test fails its build, in CodeBuild’s words, and its report says which', async () => {
	const people = await openBuilds(host.work)
	await people.putSource({
		...SHOP,
		'price.js': 'exports.price = (n) => n + n ** 3',
		'buildspec.yml': REPORTING,
	})
	await people.createProject()
	const build = await people.build()
	expect(build.buildStatus).toBe('FAILED')
	expect(phaseOf(build, 'BUILD')).toMatchObject({
		phaseStatus: 'FAILED',
		contexts: [
			{
				statusCode: 'COMMAND_EXECUTION_ERROR',
				message:
					'Error while executing command: node --test --test-reporter=junit --test-reporter-destination=reports/unit.xml. Reason: exit status 1',
			},
		],
	})
	expect(phaseOf(build, 'POST_BUILD')?.phaseStatus).toBe('SUCCEEDED')
	const { testCases } = await people.codebuild.send(
		new DescribeTestCasesCommand({ reportArn: build.reportArns?.[0] ?? '', filter: { status: 'FAILED' } }),
	)
	expect(testCases?.map(({ name }) => name)).toEqual(['doubles 2', 'doubles 3', 'doubles 4', 'doubles 5'])
})

test('A phase that fails decides what follows', async () => {
	const people = await openBuilds(host.work)
	await people.createProject({ source: { type: 'NO_SOURCE', buildspec: buildspec('true') } })
	const run = (phases: object) =>
		people.build({ buildspecOverride: JSON.stringify({ version: 0.2, phases }) })
	const types = (build: Awaited<ReturnType<typeof run>>) =>
		build.phases?.map(({ phaseType }) => phaseType).slice(4)
	const early = await run({ pre_build: { commands: ['false'] }, build: { commands: ['true'] } })
	expect(types(early)).toEqual(['INSTALL', 'PRE_BUILD', 'FINALIZING', 'COMPLETED'])
	const aborted = await run({ build: { commands: ['false'], 'on-failure': 'ABORT' } })
	expect(types(aborted)).toEqual(['INSTALL', 'PRE_BUILD', 'BUILD', 'FINALIZING', 'COMPLETED'])
	const continued = await run({
		pre_build: { commands: ['false'], 'on-failure': 'CONTINUE' },
		build: { commands: ['echo $CODEBUILD_BUILD_SUCCEEDING'] },
	})
	expect(types(continued)).toContain('BUILD')
	expect(continued.buildStatus).toBe('FAILED')
	expect(await people.log(continued.id ?? '')).toContain('\n0\n')
	const last = await run({ build: { commands: ['false', 'echo never'], finally: ['echo always'] } })
	expect(await people.log(last.id ?? '')).toMatch(/\nalways\n/)
	const retried = await run({
		build: { commands: ['test -f tried || { touch tried; exit 1; }'], 'on-failure': 'RETRY-1' },
	})
	expect(retried.buildStatus).toBe('SUCCEEDED')
})

test('Variables come from the start, the project, the buildspec, Parameter Store and Secrets Manager; secrets are masked', async () => {
	const people = await openBuilds(host.work)
	const asRoot = (service: string, operation: string, input: object) =>
		people.sandbox.call({
			principal: { type: 'root', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` } as never,
			scope: SCOPE,
			service,
			operation,
			input,
		})
	await asRoot('ssm', 'PutParameter', {
		Name: '/shop/url',
		Value: 'https://shop.example',
		Type: 'SecureString',
	})
	await asRoot('secretsmanager', 'CreateSecret', { Name: 'shop', SecretString: '{"token":"s3cr3t-t0ken"}' })
	const spec = {
		version: 0.2,
		env: {
			variables: { A: 'spec', B: 'spec', C: 'spec' },
			'parameter-store': { URL: '/shop/url' },
			'secrets-manager': { TOKEN: 'shop:token' },
			'exported-variables': ['TAG', 'TOKEN'],
		},
		phases: {
			build: {
				commands: [
					'echo "$A $B $C"',
					'echo "token $TOKEN at $URL"',
					'export TAG=v$CODEBUILD_BUILD_NUMBER',
					'echo "key $AWS_ACCESS_KEY_ID"',
				],
			},
		},
	}
	await people.createProject({
		source: { type: 'NO_SOURCE', buildspec: JSON.stringify(spec) },
		environment: {
			type: 'LINUX_CONTAINER',
			image: 'aws/codebuild/standard:7.0',
			computeType: 'BUILD_GENERAL1_SMALL',
			environmentVariables: [
				{ name: 'B', value: 'project' },
				{ name: 'C', value: 'project' },
			],
		},
	})
	const build = await people.build({ environmentVariablesOverride: [{ name: 'C', value: 'start' }] })
	const log = await people.log(build.id ?? '')
	expect(log).toContain('\nspec project start\n')
	expect(log).toContain('\ntoken *** at ***\n')
	expect(log).toContain('\nkey ***\n')
	expect(log).not.toContain('s3cr3t')
	expect(build.exportedEnvironmentVariables).toEqual([{ name: 'TAG', value: 'v1' }])
})

test('What is wrong before the first command is told by DOWNLOAD_SOURCE', async () => {
	const people = await openBuilds(host.work, [
		{ Action: 's3:GetObject', Resource: 'arn:aws:s3:::sources/*' },
		{ Action: 'logs:*' },
	])
	await people.putSource(SHOP)
	await people.createProject()
	const told = async (more: Parameters<typeof people.build>[0] = {}) => {
		const build = await people.build(more)
		expect(build.phases?.map(({ phaseType }) => phaseType).slice(3)).toEqual([
			'DOWNLOAD_SOURCE',
			'FINALIZING',
			'COMPLETED',
		])
		expect(build.buildStatus).toBe('FAILED')
		return phaseOf(build, 'DOWNLOAD_SOURCE')?.contexts
	}
	expect(await told()).toEqual([
		{
			statusCode: 'YAML_FILE_ERROR',
			message: expect.stringMatching(
				/^stat \/codebuild\/output\/src\d+\/src\/buildspec.yml: no such file or directory$/,
			),
		},
	])
	expect(await told({ buildspecOverride: 'version: 0.2\nphases: [' })).toEqual([
		{ statusCode: 'YAML_FILE_ERROR', message: expect.stringMatching(/^yaml: line 2: column \d+: /) },
	])
	const spec = { version: 0.2, env: { 'parameter-store': { A: '/a' } }, phases: {} }
	expect(await told({ buildspecOverride: `${JSON.stringify(spec)}\n` })).toEqual([
		{
			statusCode: 'Decrypted Variables Error',
			message: expect.stringMatching(
				/^AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role\/build\/AWSCodeBuild-[0-9a-f-]{36} is not authorized to perform: ssm:GetParameters on resource: /,
			),
		},
	])
	expect(await told({ sourceLocationOverride: 'sources/gone.zip' })).toEqual([
		{
			statusCode: 'CLIENT_ERROR',
			message: expect.stringMatching(/^error while downloading key gone.zip, error: /),
		},
	])
})
