import { zipSync } from 'fflate'
import { createAccount, rootOf } from '#labs/aws/identity/credentials.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { buildRunner } from '#labs/guest/build-runner.ts'
import { GuestPool } from '#labs/guest/guest-pool.ts'
import { SandboxWork } from '#labs/host/work-host.ts'
import { atMostMs, type Figure, medianMs } from './measure.ts'

const ACCOUNT = '111111111111'
const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const allowAll = (statement: object) =>
	JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })

const PROJECT = {
	'package.json':
		'{"scripts":{"test":"node --test --test-reporter=junit --test-reporter-destination=unit.xml"}}',
	'price.js': 'exports.price = (n) => n * 2',
	'price.test.js': `
		const { it } = require('node:test')
		const assert = require('node:assert')
		const { price } = require('./price')
		for (const n of [1, 2, 3, 4, 5, 6]) it('doubles ' + n, () => assert.equal(price(n), 2 * n))`,
	'buildspec.yml':
		'version: 0.2\nphases: { build: { commands: [npm test] } }\nreports: { unit: { files: unit.xml } }\n',
}

/** A small Node project with six tests, from StartBuild to its report, with a worker that is warm. */
export async function buildFigures(): Promise<Array<Figure>> {
	const pool = new GuestPool(2)
	try {
		const build = await openProject(pool)
		await build()
		return [atMostMs('a build of a Node project with 6 tests', await medianMs(10, build), 400)]
	} finally {
		pool.close()
	}
}

async function openProject(pool: GuestPool): Promise<() => Promise<void>> {
	const work = new SandboxWork({ runners: { build: buildRunner(pool) }, onError: console.error })
	const host = { services, authorize, journal: new MemoryJournal(), realNow: Date.now, work }
	const fresh = { seed: 'bench', number: 1n, startsAt: Date.now(), speed: 1 }
	const sandbox = await Sandbox.open('bench', host, new MemoryBlobs(), fresh)
	await sandbox.arrange('CreateAccount', (call) => createAccount(call, { account: ACCOUNT }), WORLD_SCOPE)
	const ask = (service: string, operation: string, input: object) =>
		sandbox.call({ principal: rootOf(ACCOUNT), scope: SCOPE, service, operation, input })
	const RoleName = 'build'
	const trust = { Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' }
	await ask('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: allowAll(trust) })
	const rights = allowAll({ Action: ['s3:*', 'logs:*'], Resource: '*' })
	await ask('iam', 'PutRolePolicy', { RoleName, PolicyName: 's3', PolicyDocument: rights })
	const CreateBucketConfiguration = { LocationConstraint: SCOPE.region }
	await ask('s3', 'CreateBucket', { Bucket: 'bench-sources', CreateBucketConfiguration })
	const files = Object.entries(PROJECT).map(([path, text]) => [path, Buffer.from(text)] as const)
	const Body = zipSync(Object.fromEntries(files))
	await ask('s3', 'PutObject', { Bucket: 'bench-sources', Key: 'shop.zip', Body })
	await ask('codebuild', 'CreateProject', {
		name: 'shop',
		source: { type: 'S3', location: 'bench-sources/shop.zip' },
		artifacts: { type: 'NO_ARTIFACTS' },
		environment: {
			type: 'LINUX_CONTAINER',
			image: 'aws/codebuild/standard:7.0',
			computeType: 'BUILD_GENERAL1_SMALL',
		},
		serviceRole: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
	})
	return async () => {
		const started = (await ask('codebuild', 'StartBuild', { projectName: 'shop' })) as {
			build: { id: string }
		}
		await sandbox.advance()
		await sandbox.settle()
		const found = (await ask('codebuild', 'BatchGetBuilds', { ids: [started.build.id] })) as {
			builds: Array<{ buildStatus: string; reportArns: Array<string> }>
		}
		const [build] = found.builds
		if (build?.buildStatus !== 'SUCCEEDED' || build.reportArns.length !== 1)
			throw new Error(`The build ended as ${build?.buildStatus}`)
	}
}
