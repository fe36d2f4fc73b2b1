import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, expect, test } from 'vitest'

const run = promisify(execFile)
const STANDALONE = new URL('./standalone.ts', import.meta.url).pathname
const children: Array<ChildProcess> = []
afterEach(async () => {
	for (const child of children.splice(0)) {
		if (child.exitCode !== null) continue
		child.kill()
		await once(child, 'exit')
	}
})

/** Starts the emulator on a free port and answers the line that it prints when it is ready. */
async function start(...options: ReadonlyArray<string>): Promise<string> {
	const child = spawn(process.execPath, [STANDALONE, '--port', '0', ...options], {
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	children.push(child)
	const [line] = await once(child.stdout as NodeJS.ReadableStream, 'data')
	return String(line)
}

function endpointOf(line: string): string {
	return /AWS_ENDPOINT_URL=(\S+)/.exec(line)?.[1] ?? ''
}

test('open, it takes any key for the account, and a reset empties it', async () => {
	const endpoint = endpointOf(await start('--open'))
	const credentials = { accessKeyId: 'FOOBARKEY', secretAccessKey: 'any' }
	const settings = { region: 'eu-west-3', endpoint, credentials, maxAttempts: 1 }
	const identity = await new STSClient(settings).send(new GetCallerIdentityCommand({}))
	expect(identity.Arn).toBe('arn:aws:iam::123456789012:root')
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket: 'depot' }))
	expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(['depot'])
	expect((await fetch(`${endpoint}/_emulator/reset`, { method: 'POST' })).status).toBe(200)
	expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([])
	expect(await (await fetch(`${endpoint}/_emulator/health`)).json()).toEqual({ status: 'ok' })
})

test('closed, it takes only the key that it printed', async () => {
	const line = await start()
	const accessKeyId = /AWS_ACCESS_KEY_ID=(\S+)/.exec(line)?.[1] ?? ''
	const secretAccessKey = /AWS_SECRET_ACCESS_KEY=([^)\s]+)/.exec(line)?.[1] ?? ''
	const ask = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
		new STSClient({ region: 'eu-west-3', endpoint: endpointOf(line), credentials, maxAttempts: 1 }).send(
			new GetCallerIdentityCommand({}),
		)
	expect((await ask({ accessKeyId, secretAccessKey })).Account).toBe('123456789012')
	await expect(ask({ accessKeyId, secretAccessKey: 'any' })).rejects.toMatchObject({
		name: 'SignatureDoesNotMatch',
	})
	await expect(ask({ accessKeyId: 'FOOBARKEY', secretAccessKey: 'any' })).rejects.toMatchObject({
		name: 'InvalidClientTokenId',
	})
})

test('a port that is taken, or is none, is told in one line', async () => {
	const { port } = new URL(endpointOf(await start()))
	const fails = (value: string) => run(process.execPath, [STANDALONE, '--port', value])
	await expect(fails(port)).rejects.toMatchObject({
		code: 1,
		stderr: expect.stringContaining(`Port ${port} is taken`),
	})
	await expect(fails('abc')).rejects.toMatchObject({
		code: 1,
		stderr: '--port must be 0 to 65535, not abc\n',
	})
})
