import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { TableBlobs } from '#app/labs/blobs/table-blobs.server.ts'
import { DatabaseJournal } from '#app/labs/database-journal.server.ts'
import { openPostgres } from '#app/platform/db.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import { createAccount } from '#labs/aws/identity/credentials.ts'
import { executions } from '#labs/aws/services/codepipeline/collections.ts'
import { policy, ROLE, SCOPE, siteDemo } from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { startPostgres } from '#test/setup/postgres.ts'

const WORLD = 'shared/1'
const CALLS = 40

async function drive(url: string, name: string): Promise<Array<string>> {
	const driver = 'test/durability/sandbox-driver.ts'
	const { stdout } = await promisify(execFile)(process.execPath, [driver, url, name, String(CALLS)])
	return (JSON.parse(stdout) as { started: Array<string> }).started
}

async function prepare(sandbox: Sandbox): Promise<void> {
	const account = { account: SCOPE.account }
	await sandbox.arrange('Account', (call) => createAccount(call, account), WORLD_SCOPE)
	const root = { type: 'root', ...account, arn: `arn:aws:iam::${SCOPE.account}:root` } as const
	const ask = (service: string, operation: string, input: object) =>
		sandbox.call({ principal: root, scope: SCOPE, service, operation, input })
	const trust = {
		Effect: 'Allow',
		Principal: { Service: 'codepipeline.amazonaws.com' },
		Action: 'sts:AssumeRole',
	}
	await ask('iam', 'CreateRole', { RoleName: 'site-demo-service', AssumeRolePolicyDocument: policy(trust) })
	const CreateBucketConfiguration = { LocationConstraint: SCOPE.region }
	for (const Bucket of ['source', 'artifacts', 'site-web'])
		await ask('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration })
	await ask('codepipeline', 'CreatePipeline', {
		pipeline: siteDemo({ roleArn: ROLE, executionMode: 'QUEUED' }),
	})
}

test('two processes on one database drive one sandbox without losing or doubling an entry', {
	timeout: 120_000,
}, async () => {
	const server = await startPostgres()
	onTestFinished(() => server[Symbol.asyncDispose]())
	const url = await server.createDatabase()
	const database = openPostgres(url)
	onTestFinished(() => database.close())
	await migrate(database)
	const journal = new DatabaseJournal(database.client, new TableBlobs(database.pool), {
		shared: true,
		onError: (error) => expect.unreachable(String(error)),
	})
	const host = { services, authorize, journal, realNow: Date.now }
	const fresh = { seed: 'shared', number: 1n, startsAt: Date.UTC(2026, 0, 5), speed: 60 }
	const sandbox = await Sandbox.open(WORLD, host, journal.blobs(WORLD), fresh)
	await prepare(sandbox)
	const before = sandbox.seq

	const started = await Promise.all([drive(url, 'un'), drive(url, 'deux')])
	await sandbox.advance()

	const entries = await sandbox.entries()
	expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
	const puts = entries
		.filter(({ seq, kind, operation }) => seq > before && kind === 'call' && operation === 'PutObject')
		.map(({ request }) => (request as { Key: string }).Key)
	const wanted = ['deux', 'un'].flatMap((name) => Array.from({ length: CALLS }, (_, i) => `${name}/${i}.zip`))
	expect(puts.sort()).toEqual(wanted.sort())
	const known = sandbox.world.list(executions, SCOPE).map(({ id }) => id)
	expect(known).toEqual(expect.arrayContaining(started.flat()))
	expect(known).toHaveLength(started.flat().length + 1)

	const again = await Sandbox.open(WORLD, host, journal.blobs(WORLD), fresh)
	expect(again.world.documents()).toEqual(sandbox.world.documents())
})
