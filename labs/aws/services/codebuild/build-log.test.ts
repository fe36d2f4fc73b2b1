import {
	CloudWatchLogsClient,
	CreateLogGroupCommand,
	DescribeLogGroupsCommand,
	GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, expect, test } from 'vitest'
import { openBuildHost } from '#labs/guest/build-host.fixture.ts'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { buildspec, openBuilds, ROLE } from './codebuild.fixture.ts'
import { builds } from './collections.ts'

const host = openBuildHost()
afterAll(host.close)

const GROUP = '/aws/codebuild/shop'
const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const source = { type: 'NO_SOURCE', buildspec: buildspec('echo bonjour') } as const
const groupsOf = async (logs: CloudWatchLogsClient) =>
	(await logs.send(new DescribeLogGroupsCommand({}))).logGroups?.map(({ logGroupName }) => logGroupName)

test('a build writes its log under its role, line by line, to the stream that it names', async () => {
	const people = await openBuilds(host.work)
	await people.createProject({ source })
	const build = await people.build()
	const uuid = build.id?.split(':')[1]
	expect(build.logs).toEqual({
		groupName: GROUP,
		streamName: uuid,
		deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=eu-west-3#logsV2:log-groups/log-group/$252Faws$252Fcodebuild$252Fshop/log-events/${uuid}`,
		cloudWatchLogsArn: `arn:aws:logs:eu-west-3:${ACCOUNT}:log-group:${GROUP}:log-stream:${uuid}`,
	})
	const logs = new CloudWatchLogsClient(people.root)
	const { events = [] } = await logs.send(
		new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: uuid, startFromHead: true }),
	)
	expect(events.every(({ message }) => message?.endsWith('\n'))).toBe(true)
	expect(events.map(({ message }) => message)).toContain('bonjour\n')
	expect(people.sandbox.world.get(builds, SCOPE, build.id ?? '')?.log).toBeUndefined()
	const inner = (await people.sandbox.entries())
		.flatMap(({ calls }) => calls)
		.filter(({ service }) => service === 'logs')
	expect(inner.map(({ operation }) => operation)).toEqual([
		'CreateLogStream',
		'CreateLogGroup',
		'CreateLogStream',
		'PutLogEvents',
	])
	expect(inner.every(({ principal }) => principal.type === 'role' && principal.roleName === 'build')).toBe(
		true,
	)
})

test('a build whose role may not make the stream ends in the queue, in CodeBuild’s words', async () => {
	const people = await openBuilds(host.work, [{ Action: 's3:*' }])
	await people.createProject({ source })
	const build = await people.build()
	const uuid = build.id?.split(':')[1]
	expect(build.buildStatus).toBe('FAILED')
	expect(build.phases?.map(({ phaseType, phaseStatus }) => [phaseType, phaseStatus])).toEqual([
		['SUBMITTED', 'SUCCEEDED'],
		['QUEUED', 'FAILED'],
		['COMPLETED', undefined],
	])
	expect(build.phases?.[1]?.contexts).toEqual([
		{
			statusCode: 'ACCESS_DENIED',
			message: `Service role ${ROLE} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${build.arn}. Error message: User: arn:aws:sts::${ACCOUNT}:assumed-role/build/AWSCodeBuild-${uuid} is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-west-3:${ACCOUNT}:log-group:${GROUP}:log-stream:${uuid} because no identity-based policy allows the logs:CreateLogStream action`,
		},
	])
	expect(people.sandbox.pendingWork()).toEqual([])
})

test('a role that may not make the group needs it made; one that may not put events has an empty log', async () => {
	const people = await openBuilds(host.work, [{ Action: 'logs:CreateLogStream' }])
	await people.createProject({ source })
	expect((await people.build()).phases?.[1]?.contexts?.[0]?.message).toContain('logs:CreateLogGroup')
	await new CloudWatchLogsClient(people.root).send(new CreateLogGroupCommand({ logGroupName: GROUP }))
	const build = await people.build()
	expect(build.buildStatus).toBe('SUCCEEDED')
	expect(await people.log(build.id)).toBe('')
})

test('a project names group and stream, or wants no log there', async () => {
	const people = await openBuilds(host.work)
	const logs = new CloudWatchLogsClient(people.root)
	await people.createProject({
		source,
		logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: 'builds', streamName: 'shop' } },
	})
	const build = await people.build()
	expect(build.logs).toMatchObject({ groupName: 'builds', streamName: `shop/${build.id?.split(':')[1]}` })
	expect(await people.log(build.id)).toContain('bonjour\n')
	const silent = await people.build({ logsConfigOverride: { cloudWatchLogs: { status: 'DISABLED' } } })
	expect(silent).toMatchObject({ buildStatus: 'SUCCEEDED', logs: { cloudWatchLogs: { status: 'DISABLED' } } })
	expect(await groupsOf(logs)).toEqual(['builds'])
})

test('a build that finds no source says so in its log', async () => {
	const people = await openBuilds(host.work)
	await people.createProject()
	const build = await people.build()
	expect(build.buildStatus).toBe('FAILED')
	expect(await people.log(build.id)).toMatch(
		/Phase complete: DOWNLOAD_SOURCE State: FAILED\n\[Container\] .* Phase context status code: CLIENT_ERROR Message: .+\n$/,
	)
})
