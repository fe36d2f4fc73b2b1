import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { promisify } from 'node:util'
import {
	CodePipelineClient,
	CreatePipelineCommand,
	ListPipelineExecutionsCommand,
	PutWebhookCommand,
} from '@aws-sdk/client-codepipeline'
import { CodeStarConnectionsClient, CreateConnectionCommand } from '@aws-sdk/client-codestar-connections'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
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
	expect(identity.Arn).toBe('arn:aws:iam::123456789012:user/admin')
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket: 'depot' }))
	expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(['depot'])
	expect((await fetch(`${endpoint}/_emulator/reset`, { method: 'POST' })).status).toBe(200)
	expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([])
	expect(await (await fetch(`${endpoint}/_emulator/health`)).json()).toEqual({ status: 'ok' })
})

test('a connection is let in by its provider, whose page is then told', async () => {
	const endpoint = endpointOf(await start('--open'))
	const credentials = { accessKeyId: 'FOOBARKEY', secretAccessKey: 'any' }
	const client = new CodeStarConnectionsClient({ region: 'eu-west-3', endpoint, credentials, maxAttempts: 1 })
	const { ConnectionArn = '' } = await client.send(
		new CreateConnectionCommand({ ConnectionName: 'github', ProviderType: 'GitHub' }),
	)
	const accept = (arn: string) =>
		fetch(`${endpoint}/_emulator/connections`, { method: 'POST', body: JSON.stringify({ arn }) })
	const accepted = (await (await accept(ConnectionArn)).json()) as { status: string; url: string }
	expect(accepted.status).toBe('AVAILABLE')
	const page = await fetch(accepted.url)
	expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Accès accordé')])
	expect(page.headers.get('content-security-policy')).toContain('sandbox')
	const missing = await accept(`${ConnectionArn}0`)
	expect([missing.status, await missing.json()]).toEqual([
		400,
		{ code: 'ResourceNotFoundException', message: `Connection not found: ${ConnectionArn}0` },
	])
})

test('what is sent to the address of a webhook starts its pipeline', async () => {
	const endpoint = endpointOf(await start('--open'))
	const credentials = { accessKeyId: 'FOOBARKEY', secretAccessKey: 'any' }
	const settings = { region: 'eu-west-3', endpoint, credentials, maxAttempts: 1 }
	const pipelines = new CodePipelineClient(settings)
	const Principal = { Service: 'codepipeline.amazonaws.com' }
	const trust = {
		Version: '2012-10-17',
		Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
	}
	const { Role } = await new IAMClient(settings).send(
		new CreateRoleCommand({ RoleName: 'service', AssumeRolePolicyDocument: JSON.stringify(trust) }),
	)
	const s3 = { owner: 'AWS', provider: 'S3', version: '1' } as const
	const source = {
		...{ name: 'Fetch', actionTypeId: { category: 'Source', ...s3 } as const },
		configuration: { S3Bucket: 'source', S3ObjectKey: 'site.zip' },
		outputArtifacts: [{ name: 'Site' }],
	}
	const deploy = {
		...{ name: 'Publish', actionTypeId: { category: 'Deploy', ...s3 } as const },
		configuration: { BucketName: 'web', Extract: 'true' },
		inputArtifacts: [{ name: 'Site' }],
	}
	const stages = [
		{ name: 'Source', actions: [source] },
		{ name: 'Deploy', actions: [deploy] },
	]
	const artifactStore = { type: 'S3', location: 'artifacts' } as const
	const pipeline = { name: 'site', roleArn: Role?.Arn, artifactStore, stages }
	await pipelines.send(new CreatePipelineCommand({ pipeline }))
	const { webhook } = await pipelines.send(
		new PutWebhookCommand({
			webhook: {
				...{ name: 'hook', targetPipeline: 'site', targetAction: 'Fetch' },
				filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/main' }],
				authentication: 'GITHUB_HMAC',
				authenticationConfiguration: { SecretToken: 'shared' },
			},
		}),
	)
	const url = webhook?.url ?? ''
	expect(url).toMatch(`${endpoint}/_emulator/webhooks/`)
	const body = '{"ref":"refs/heads/main"}'
	const signature = createHmac('sha256', 'shared').update(body).digest('hex')
	const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
	expect((await fetch(url, { method: 'POST', headers, body: `${body} ` })).status).toBe(403)
	const taken = await fetch(url, { method: 'POST', headers, body })
	expect([taken.status, await taken.json()]).toEqual([200, { message: 'Taken' }])
	expect((await fetch(`${url}a`, { method: 'POST', headers, body })).status).toBe(404)
	expect((await fetch(url)).status).toBe(404)
	const { pipelineExecutionSummaries = [] } = await pipelines.send(
		new ListPipelineExecutionsCommand({ pipelineName: 'site' }),
	)
	expect(pipelineExecutionSummaries.map(({ trigger }) => trigger)).toMatchObject([
		{ triggerType: 'Webhook', triggerDetail: webhook?.arn },
		{ triggerType: 'CreatePipeline' },
	])
})

test('closed, it takes only the key that it printed', async () => {
	const line = await start()
	// A double click on the secret takes the secret.
	expect(line).toMatch(/ AWS_SECRET_ACCESS_KEY=[A-Za-z0-9+/]{40}\n$/)
	const accessKeyId = /AWS_ACCESS_KEY_ID=(\S+)/.exec(line)?.[1] ?? ''
	const secretAccessKey = /AWS_SECRET_ACCESS_KEY=(\S+)/.exec(line)?.[1] ?? ''
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

test('its root is a page for a browser, and S3 for everybody else', async () => {
	const endpoint = endpointOf(await start('--open'))
	const page = await fetch(endpoint, { headers: { accept: 'text/html,*/*' } })
	expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
	expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
	expect(await page.text()).toContain('<h2>Pipelines</h2>')
	const other = await fetch(endpoint)
	expect(other.headers.get('content-type')).toContain('xml')
})

test('its state, its clock and its faults are read and set as JSON', async () => {
	const endpoint = endpointOf(await start('--open'))
	const put = (path: string, body: unknown) =>
		fetch(`${endpoint}/_emulator/${path}`, { method: 'PUT', body: JSON.stringify(body) })
	const before = (await (await fetch(`${endpoint}/_emulator/clock`)).json()) as { now: string }
	const clock = await put('clock', { speed: 0, forward: 7 * 24 * 3600 })
	const after = (await clock.json()) as { now: string; speed: number }
	expect(after.speed).toBe(0)
	expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(7 * 24 * 3600_000)

	const fault = { id: 'slow', kind: 'throttle', service: 's3' }
	expect(await (await put('faults', [fault])).json()).toEqual([fault])
	const settings = { region: 'eu-west-3', endpoint, maxAttempts: 1 }
	const credentials = { accessKeyId: 'FOOBARKEY', secretAccessKey: 'any' }
	const s3 = new S3Client({ ...settings, credentials, forcePathStyle: true })
	await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({
		name: 'SlowDown',
		message: 'Please reduce your request rate.',
		$metadata: { httpStatusCode: 503 },
	})
	const state = await (await fetch(`${endpoint}/_emulator/state`)).json()
	expect(state).toMatchObject({ speed: 0, faults: [fault], pipelines: [] })
})

test('what it cannot read is refused with what is wrong, and nothing comes from another site', async () => {
	const endpoint = endpointOf(await start('--open'))
	const put = (path: string, body: string, headers: Record<string, string> = {}) =>
		fetch(`${endpoint}/_emulator/${path}`, { method: 'PUT', body, headers })
	const refused = await put('faults', '[{"id":"x","kind":"explode"}]')
	expect(refused.status).toBe(400)
	expect(await refused.json()).toEqual({ message: expect.stringContaining('kind') })
	expect((await put('clock', 'not json')).status).toBe(400)
	expect((await put('clock', '{"jumpTo":"2030-01-01T00:00:00Z","forward":1}')).status).toBe(400)
	expect((await put('clock', '{"speed":1}', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
	expect((await fetch(`${endpoint}/_emulator/nothing`)).status).toBe(404)
})

test('an open caller takes roles, also of a further account, and the root stays within reach', async () => {
	const endpoint = endpointOf(await start('--open', '--account', '222222222222'))
	const as = (accessKeyId: string) => {
		const credentials = { accessKeyId, secretAccessKey: 'any' }
		return { region: 'eu-west-3', endpoint, credentials, maxAttempts: 1 }
	}
	const Principal = { AWS: '123456789012' }
	const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }]
	const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
	for (const key of ['test', '222222222222']) {
		const made = await new IAMClient(as(key)).send(
			new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument }),
		)
		const take = new AssumeRoleCommand({ RoleArn: made.Role?.Arn, RoleSessionName: 'essai' })
		const { AssumedRoleUser } = await new STSClient(as('test')).send(take)
		expect(AssumedRoleUser?.Arn).toMatch(/:assumed-role\/deploy\/essai$/)
		await expect(new STSClient(as('root')).send(take)).rejects.toMatchObject({
			message: 'Roles may not be assumed by root accounts.',
		})
	}
})

test('a further account is called by its number, its root by name, and only in an open emulator', async () => {
	const endpoint = endpointOf(await start('--open', '--account', '222222222222'))
	const arnOf = async (accessKeyId: string) => {
		const credentials = { accessKeyId, secretAccessKey: 'any' }
		const sts = new STSClient({ region: 'eu-west-3', endpoint, credentials, maxAttempts: 1 })
		return (await sts.send(new GetCallerIdentityCommand({}))).Arn
	}
	expect(await arnOf('222222222222')).toBe('arn:aws:iam::222222222222:user/admin')
	expect(await arnOf('root-222222222222')).toBe('arn:aws:iam::222222222222:root')
	expect(await arnOf('root')).toBe('arn:aws:iam::123456789012:root')
	const closed = run(process.execPath, [STANDALONE, '--port', '0', '--account', '222222222222'])
	await expect(closed).rejects.toMatchObject({
		code: 1,
		stderr: '--account needs --open: its number is its access key\n',
	})
	const short = run(process.execPath, [STANDALONE, '--port', '0', '--open', '--account', '22'])
	await expect(short).rejects.toMatchObject({
		code: 1,
		stderr: '--account must be twelve digits, other than 123456789012\n',
	})
})
