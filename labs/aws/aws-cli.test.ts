import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authorize } from './authorize.ts'
import { MemoryBlobs } from './blobs.ts'
import { createAccount, createRootKey } from './credentials.ts'
import { createEmulator } from './emulator.ts'
import { createEmulatorServer } from './http.ts'
import { MemoryJournal } from './journal.ts'
import { WORLD_SCOPE } from './kernel.ts'
import { Sandbox } from './sandbox.ts'
import { services } from './services.ts'

// The real AWS CLI over the wire. It is not a package of npm's: without it these tests are skipped.
const missing = spawnSync('aws', ['--version']).status !== 0
const ACCOUNT = '123456789012'
const run = promisify(execFile)

let folder = ''
let environment: NodeJS.ProcessEnv = {}
let close = () => {}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aws-cli-'))
	const host = { services, authorize, journal: new MemoryJournal(), realNow: Date.now }
	const fresh = { seed: 'cli', number: 1n, startsAt: Date.now(), speed: 0 }
	const sandbox = await Sandbox.open('cli', host, new MemoryBlobs(), fresh)
	let key = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'CreateAccount',
		(call) => {
			createAccount(call, { account: ACCOUNT })
			key = createRootKey(call, ACCOUNT)
		},
		WORLD_SCOPE,
	)
	const onError = (error: unknown) => expect.fail(String(error))
	const server = createEmulatorServer(
		createEmulator({ services, realNow: Date.now, findSandbox: async () => sandbox, onError }),
	)
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	close = () => {
		server.closeAllConnections()
		server.close()
	}
	environment = {
		PATH: process.env.PATH,
		HOME: folder,
		AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		AWS_ACCESS_KEY_ID: key.accessKeyId,
		AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
		AWS_DEFAULT_REGION: 'eu-west-3',
		AWS_PAGER: '',
	}
})

afterAll(async () => {
	close()
	await rm(folder, { recursive: true, force: true })
})

/** Runs one command, `--endpoint-url` given too for old versions of the CLI. */
async function aws(...words: ReadonlyArray<string>): Promise<string> {
	const endpoint = ['--endpoint-url', environment.AWS_ENDPOINT_URL ?? '']
	const { stdout } = await run('aws', [...endpoint, '--output', 'json', ...words], {
		env: environment,
		cwd: folder,
	})
	return stdout
}

test.skipIf(missing)(
	'the AWS CLI knows who it is, and copies files both ways',
	{ timeout: 60_000 },
	async () => {
		expect(JSON.parse(await aws('sts', 'get-caller-identity'))).toMatchObject({ Account: ACCOUNT })
		await aws('s3', 'mb', 's3://depot-cli')
		const bytes = Buffer.alloc(9 * 1024 * 1024, 'filière')
		await writeFile(join(folder, 'grand.bin'), bytes)
		await aws('s3', 'cp', 'grand.bin', 's3://depot-cli/dossier/été.bin', '--quiet')
		await aws('s3', 'cp', 's3://depot-cli/dossier/été.bin', 'retour.bin', '--quiet')
		expect((await readFile(join(folder, 'retour.bin'))).equals(bytes)).toBe(true)
		expect(await aws('s3', 'ls', 's3://depot-cli/dossier/')).toMatch(/ 9437184 été\.bin\n$/)
		const url = (await aws('s3', 'presign', 's3://depot-cli/dossier/été.bin')).trim()
		const answer = await fetch(url)
		expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, bytes.byteLength])
	},
)

test.skipIf(missing)('the AWS CLI reads lists and refusals', { timeout: 60_000 }, async () => {
	await aws('iam', 'create-user', '--user-name', 'camille')
	expect(JSON.parse(await aws('iam', 'list-users')).Users).toHaveLength(1)
	expect(JSON.parse(await aws('codepipeline', 'list-pipelines'))).toEqual({ pipelines: [] })
	await expect(aws('codepipeline', 'get-pipeline', '--name', 'absent')).rejects.toMatchObject({
		stderr: expect.stringContaining(
			'An error occurred (PipelineNotFoundException) when calling the GetPipeline operation',
		),
	})
	await expect(aws('s3api', 'head-object', '--bucket', 'depot-cli', '--key', 'absent')).rejects.toMatchObject(
		{
			stderr: expect.stringContaining('(404) when calling the HeadObject operation: Not Found'),
		},
	)
})
