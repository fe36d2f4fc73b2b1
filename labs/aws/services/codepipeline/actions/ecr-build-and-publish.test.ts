import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
	CodePipelineClient,
	CreatePipelineCommand,
	ListActionExecutionsCommand,
} from '@aws-sdk/client-codepipeline'
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, expect, test } from 'vitest'
import { buildRunner } from '#labs/guest/build-runner.ts'
import { GuestPool } from '#labs/guest/guest-pool.ts'
import { SandboxWork } from '#labs/host/work-host.ts'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { policy } from '../../../people.fixture.ts'
import { createEmulatorServer } from '../../../wire/http.ts'
import { dueSteps, WORLD_SCOPE } from '../../../world/kernel.ts'
import { openBuilds } from '../../codebuild/codebuild.fixture.ts'

const pool = new GuestPool(1)
let endpoint = ''
const work = new SandboxWork({
	runners: { build: buildRunner(pool, () => endpoint) },
	onError(error) {
		throw error
	},
})
afterAll(() => pool.close())

const TRUST = {
	Effect: 'Allow',
	Principal: { Service: 'codepipeline.amazonaws.com' },
	Action: 'sts:AssumeRole',
}
const typeOf = (category: 'Source' | 'Build', provider: string) =>
	({ category, owner: 'AWS', provider, version: '1' }) as const

/** Runs a pipeline from a zip to the registry; answers the action and the images that are there. */
async function publish(
	configuration: Record<string, string>,
	Action: string | Array<string> = ['s3:*', 'ecr:*', 'logs:*'],
) {
	const world = await openBuilds(work)
	const server = createEmulatorServer(world.emulator).listen(0, '127.0.0.1')
	await once(server, 'listening')
	endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	try {
		const ecr = new ECRClient(world.root)
		await ecr.send(new CreateRepositoryCommand({ repositoryName: 'boutique' }))
		await world.s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }))
		await world.putSource({ Dockerfile: 'FROM node:20\nCOPY server.js /srv/\n', 'server.js': '1' })
		await world.iam('CreateRole', {
			RoleName: 'pipeline',
			AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [TRUST] }),
		})
		const PolicyDocument = policy({ Action })
		await world.iam('PutRolePolicy', { RoleName: 'pipeline', PolicyName: 'own', PolicyDocument })
		const source = {
			name: 'Fetch',
			actionTypeId: typeOf('Source', 'S3'),
			configuration: { S3Bucket: 'sources', S3ObjectKey: 'shop.zip', PollForSourceChanges: 'false' },
			outputArtifacts: [{ name: 'Code' }],
		}
		const publishing = {
			name: 'Publish',
			actionTypeId: typeOf('Build', 'ECRBuildAndPublish'),
			configuration: { ECRRepositoryName: 'boutique', ...configuration },
			inputArtifacts: [{ name: 'Code' }],
			namespace: 'Built',
		}
		const codepipeline = new CodePipelineClient(world.root)
		await codepipeline.send(
			new CreatePipelineCommand({
				pipeline: {
					name: 'boutique',
					roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
					pipelineType: 'V2',
					artifactStore: { type: 'S3', location: 'artifacts' },
					stages: [
						{ name: 'Source', actions: [source] },
						{ name: 'Build', actions: [publishing] },
					],
				},
			}),
		)
		for (let due = true; due; ) {
			await world.sandbox.settle()
			const [next] = world.sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (next) await world.sandbox.setClock({ jumpTo: next.at })
			due = next !== undefined
		}
		const { actionExecutionDetails = [] } = await codepipeline.send(
			new ListActionExecutionsCommand({ pipelineName: 'boutique' }),
		)
		const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'boutique' }))
		return { action: actionExecutionDetails.find(({ actionName }) => actionName === 'Publish'), imageDetails }
	} finally {
		server.closeAllConnections()
		server.close()
	}
}

test('the image of the artifact’s Dockerfile is pushed under every tag, and its digest handed on', async () => {
	const { action, imageDetails } = await publish({ ImageTags: 'v1, latest' })
	expect(action?.output?.executionResult?.errorDetails).toBeUndefined()
	expect(imageDetails).toMatchObject([{ imageTags: ['v1', 'latest'] }])
	expect(action).toMatchObject({
		status: 'Succeeded',
		output: {
			outputVariables: { ECRImageDigestId: imageDetails[0]?.imageDigest, ECRRepositoryName: 'boutique' },
		},
	})
})

test('a Dockerfile, a repository or a right that is missing fails the action', async () => {
	const failure = async (...given: Parameters<typeof publish>) => {
		const { action, imageDetails } = await publish(...given)
		expect([action?.status, imageDetails]).toEqual(['Failed', []])
		return action?.output?.executionResult?.errorDetails
	}
	expect(await failure({ DockerFilePath: 'docker' })).toMatchObject({
		code: 'JobFailed',
		message: expect.stringContaining('docker build'),
	})
	expect(await failure({ ECRRepositoryName: 'absent' })).toMatchObject({ code: 'JobFailed' })
	const rights = ['s3:*', 'logs:*', 'ecr:Describe*', 'ecr:GetAuthorizationToken', 'ecr:*Layer*']
	expect(await failure({}, rights)).toMatchObject({
		code: 'JobFailed',
		message: expect.stringContaining('docker push'),
	})
	expect(await failure({ RegistryType: 'public' })).toEqual({
		code: 'ConfigurationError',
		message: 'RegistryType public is not emulated',
	})
	expect(await failure({ ECRRepositoryName: 'a; rm -rf' })).toEqual({
		code: 'ConfigurationError',
		message: "'a; rm -rf' is no name of a repository",
	})
})
