import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr'
import { afterAll, expect, test } from 'vitest'
import { buildRunner } from '#labs/guest/build-runner.ts'
import { GuestPool } from '#labs/guest/guest-pool.ts'
import { SandboxWork } from '#labs/host/work-host.ts'
import { ACCOUNT } from '../../emulator.fixture.ts'
import type { Permission } from '../../people.fixture.ts'
import { createEmulatorServer } from '../../wire/http.ts'
import { buildspec, openBuilds, phaseOf } from './codebuild.fixture.ts'

// An image from its Dockerfile to the registry, by a build on the real build host.

const HOST = `${ACCOUNT}.dkr.ecr.eu-west-3.amazonaws.com`
const LOGIN = `aws ecr get-login-password | docker login --username AWS --password-stdin ${HOST}`
const COMMANDS = [LOGIN, `docker build -t ${HOST}/boutique:v1 .`, `docker push ${HOST}/boutique:v1`]
const PUSH = {
	Action: [
		'ecr:GetAuthorizationToken',
		'ecr:BatchCheckLayerAvailability',
		'ecr:InitiateLayerUpload',
		'ecr:UploadLayerPart',
		'ecr:CompleteLayerUpload',
		'ecr:PutImage',
	],
}

const pool = new GuestPool(1)
let endpoint = ''
const work = new SandboxWork({
	runners: { build: buildRunner(pool, () => endpoint) },
	onError(error) {
		throw error
	},
})
afterAll(() => pool.close())

/** Builds a project with a Dockerfile, against an emulator that listens; answers how it ended. */
async function runBuild(permission: Permission, privilegedMode = true, commands = COMMANDS) {
	const builds = await openBuilds(work, [{ Action: ['s3:*', 'logs:*'] }, permission])
	const server = createEmulatorServer(builds.emulator).listen(0, '127.0.0.1')
	await once(server, 'listening')
	endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	try {
		const ecr = new ECRClient(builds.root)
		await ecr.send(new CreateRepositoryCommand({ repositoryName: 'boutique' }))
		await builds.putSource({
			Dockerfile: 'FROM node:20\nCOPY server.js /srv/\nCMD ["node", "/srv/server.js"]\n',
			'server.js': 'console.log("serving")',
			'buildspec.yml': buildspec(...commands),
		})
		await builds.createProject({
			environment: {
				type: 'LINUX_CONTAINER',
				image: 'aws/codebuild/standard:7.0',
				computeType: 'BUILD_GENERAL1_SMALL',
				privilegedMode,
			},
		})
		const ended = await builds.build()
		const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'boutique' }))
		return { ended, imageDetails, log: await builds.log(ended.id) }
	} finally {
		server.closeAllConnections()
		server.close()
	}
}

test('a build in privileged mode pushes an image, whose digest its content decides', async () => {
	const first = await runBuild(PUSH)
	expect(first.log).toContain('Login Succeeded')
	expect(first.ended.buildStatus).toBe('SUCCEEDED')
	expect(first.imageDetails).toMatchObject([{ imageTags: ['v1'] }])
	const digest = first.imageDetails[0]?.imageDigest ?? ''
	expect(first.log).toContain(`v1: digest: ${digest} size: `)
	const second = await runBuild(PUSH)
	expect(second.imageDetails[0]?.imageDigest).toBe(digest)
})

test('without privileged mode the build fails for want of a daemon', async () => {
	const { ended, log, imageDetails } = await runBuild(PUSH, false)
	expect(ended.buildStatus).toBe('FAILED')
	expect(log).toContain('Cannot connect to the Docker daemon at unix:///var/run/docker.sock.')
	expect(phaseOf(ended, 'BUILD')?.contexts?.[0]?.message).toContain('docker build')
	expect(imageDetails).toEqual([])
})

test('a role that may not push is told which right it lacks', async () => {
	const { ended, log } = await runBuild({ Action: PUSH.Action.filter((one) => one !== 'ecr:PutImage') })
	expect(ended.buildStatus).toBe('FAILED')
	expect(log).toContain('denied: User: ')
	expect(log).toContain('is not authorized to perform: ecr:PutImage on resource: ')
})

test('a repository that is not there is told by its name', async () => {
	const commands = [LOGIN, `docker build -t ${HOST}/absent:v1 .`, `docker push ${HOST}/absent:v1`]
	const { log } = await runBuild(PUSH, true, commands)
	expect(log).toContain(
		`name unknown: The repository with name 'absent' does not exist in the registry with id '${ACCOUNT}'`,
	)
})
