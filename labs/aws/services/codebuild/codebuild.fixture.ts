import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
	type Build as AwsBuild,
	BatchGetBuildsCommand,
	CodeBuildClient,
	CreateProjectCommand,
	type CreateProjectCommandInput,
	StartBuildCommand,
	type StartBuildCommandInput,
} from '@aws-sdk/client-codebuild'
import {
	CreateBucketCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { zipSync } from 'fflate'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { openPeople, type Permission, policy } from '../../people.fixture.ts'
import type { WorkHost } from '../../world/work-host.ts'

// What the tests of CodeBuild start from: a bucket with sources, a service role, and whoever does the builds.

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/build`
const TRUST = JSON.stringify({
	Version: '2012-10-17',
	Statement: [
		{ Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' },
	],
})
const RIGHTS: ReadonlyArray<Permission> = [
	{ Action: ['s3:*', 'ssm:*', 'secretsmanager:*', 'sts:*', 'kms:*', 'logs:*'] },
]

export const zipped = (files: Record<string, string>) =>
	zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])))

/** A buildspec of one phase. */
export const buildspec = (...commands: Array<string>) =>
	JSON.stringify({ version: 0.2, phases: { build: { commands } } })

/** A phase of a described build, by its type. */
export const phaseOf = ({ phases }: AwsBuild, type: string) =>
	phases?.find(({ phaseType }) => phaseType === type)

export async function openBuilds(work: WorkHost, rights: ReadonlyArray<Permission> = RIGHTS) {
	const people = await openPeople({ work })
	const { sandbox, root, iam } = people
	const codebuild = new CodeBuildClient(root)
	const s3 = new S3Client({ ...root, forcePathStyle: true })
	await iam('CreateRole', { RoleName: 'build', AssumeRolePolicyDocument: TRUST })
	await iam('PutRolePolicy', { RoleName: 'build', PolicyName: 'own', PolicyDocument: policy(...rights) })
	await s3.send(new CreateBucketCommand({ Bucket: 'sources' }))
	await s3.send(
		new PutBucketVersioningCommand({ Bucket: 'sources', VersioningConfiguration: { Status: 'Enabled' } }),
	)

	const putSource = (files: Record<string, string>, Key = 'shop.zip') =>
		s3.send(new PutObjectCommand({ Bucket: 'sources', Key, Body: zipped(files) }))

	const createProject = (more: Partial<CreateProjectCommandInput> = {}) =>
		codebuild.send(
			new CreateProjectCommand({
				name: 'shop',
				source: { type: 'S3', location: 'sources/shop.zip' },
				artifacts: { type: 'NO_ARTIFACTS' },
				environment: {
					type: 'LINUX_CONTAINER',
					image: 'aws/codebuild/standard:7.0',
					computeType: 'BUILD_GENERAL1_SMALL',
				},
				serviceRole: ROLE,
				...more,
			}),
		)

	/** Starts a build and lets it come to its end. */
	async function build(more: Partial<StartBuildCommandInput> = {}) {
		const started = await codebuild.send(new StartBuildCommand({ projectName: 'shop', ...more }))
		await sandbox.advance()
		await sandbox.settle()
		return find(started.build?.id ?? '')
	}

	async function find(id: string) {
		const { builds = [] } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }))
		const [found] = builds
		if (!found) throw new Error(`No build ${id}`)
		return found
	}

	/** All that the log of a build in CloudWatch Logs says. */
	async function log(id = ''): Promise<string> {
		const { logs } = await find(id)
		const { events = [] } = await new CloudWatchLogsClient(root).send(
			new GetLogEventsCommand({
				...{ logGroupName: logs?.groupName, logStreamName: logs?.streamName ?? '' },
				startFromHead: true,
			}),
		)
		return events.map(({ message }) => message).join('')
	}

	return { ...people, codebuild, s3, putSource, createProject, build, find, log }
}
