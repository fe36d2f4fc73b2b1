import {
	CreateBucketCommand,
	DeleteBucketCommand,
	DeleteObjectCommand,
	DeletePublicAccessBlockCommand,
	ListBucketsCommand,
	PutBucketPolicyCommand,
	PutBucketWebsiteCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, expect, test } from 'vitest'
import { closeLabHost, labHost } from '#app/labs/lab-host.server.ts'
import * as catalog from '#app/routes/labs/catalog.tsx'
import * as files from '#app/routes/labs/files.ts'
import * as lab from '#app/routes/labs/lab.tsx'
import * as stream from '#app/routes/labs/stream.ts'
import * as terminal from '#app/routes/labs/terminal.ts'
import { rootOf } from '#labs/aws/identity/credentials.ts'
import { sandboxFetchHandler } from '#labs/aws/wire/sdk.ts'
import { testDatabase } from '#test/setup/database.ts'
import { form, json, learner, type Person, visitor } from './person.ts'

const db = await testDatabase()
afterAll(closeLabHost)

interface Key {
	accessKeyId: string
	secretAccessKey: string
}

const LAB = '/ateliers/mon-premier-pipeline'
const PARAMS = { slug: 'mon-premier-pipeline' }
const SECRET_FILE = { intent: 'write', path: 'secret.txt', text: 'le secret d’Ana' }

const ana = await learner('ana')
const bob = await learner('bob')
const late = await learner('late')

test('a visitor is sent to sign in, and a visitor’s script gets 401', async () => {
	const someone = visitor()
	for (const intent of ['start', 'check', 'reset', 'solution']) {
		const sent = await someone.call(lab.action, LAB, PARAMS, form({ intent }))
		expect(sent, intent).toMatchObject({ status: 302 })
		expect(sent.location).toMatch(/^\/connexion\?retour=%2Fateliers%2Fmon-premier-pipeline/)
	}
	const typed = json({ line: 'ls' })
	expect(await someone.call(terminal.action, `${LAB}/terminal`, PARAMS, typed)).toMatchObject({ status: 401 })
	expect(await someone.call(files.action, `${LAB}/fichiers`, PARAMS, json(SECRET_FILE))).toMatchObject({
		status: 401,
	})
	const events = { headers: { Accept: 'text/event-stream' } }
	expect(await someone.call(stream.loader, `${LAB}/flux`, PARAMS, events)).toMatchObject({ status: 401 })
	expect(await db.sandbox.count({ where: { userId: someone.id } })).toBe(0)
})

test('who has not started the lab reaches nobody’s sandbox', async () => {
	await begin(ana)
	for (const [handler, path, init] of [
		[stream.loader, '/flux', undefined],
		[files.loader, '/fichiers', undefined],
		[files.action, '/fichiers', json(SECRET_FILE)],
		[terminal.action, '/terminal', json({ line: 'ls' })],
		[lab.action, '', form({ intent: 'check' })],
		[lab.action, '', form({ intent: 'reset' })],
		[lab.action, '', form({ intent: 'solution' })],
		[lab.action, '', form({ intent: 'hint', task: '0' })],
	] as const) {
		expect(await late.call(handler, LAB + path, PARAMS, init), path).toMatchObject({ status: 404 })
	}
	expect(await late.call(lab.loader, LAB, PARAMS)).toMatchObject({ data: { signedIn: true, work: null } })
	const { data } = await late.call(catalog.loader, '/ateliers', {})
	expect(data.labs[0]).toMatchObject({ started: false, passed: false })
	const [sandbox] = await db.sandbox.findMany({ where: { userId: ana.id }, include: { checkRuns: true } })
	expect(sandbox).toMatchObject({ generation: 1, solutionSeenAt: null, checkRuns: [] })
})

test('a file of one learner is neither listed, read nor overwritten by another', async () => {
	await begin(ana)
	await begin(bob)
	await ana.call(files.action, `${LAB}/fichiers`, PARAMS, json(SECRET_FILE))
	const listed = await bob.call(files.loader, `${LAB}/fichiers`, PARAMS)
	expect(listed.data).toContain('pipeline.json')
	expect(listed.data).not.toContain('secret')
	const overwritten = json({ ...SECRET_FILE, text: 'écrit par Bob' })
	await bob.call(files.action, `${LAB}/fichiers`, PARAMS, overwritten)
	expect((await ana.call(files.loader, `${LAB}/fichiers`, PARAMS)).data).toContain('le secret d’Ana')
	for (const path of ['../secret.txt', '/etc/passwd', 'a/../../b', '..']) {
		const climbing = json({ ...SECRET_FILE, path })
		expect(await ana.call(files.action, `${LAB}/fichiers`, PARAMS, climbing), path).toMatchObject({
			status: 400,
		})
	}
})

test('a terminal sees its learner’s home and nothing of the server', async () => {
	await begin(ana)
	await begin(bob)
	await ana.call(files.action, `${LAB}/fichiers`, PARAMS, json(SECRET_FILE))
	const line = 'cat secret.txt; cat /etc/passwd /proc/self/environ; ls /home'
	const { data } = await bob.call(terminal.action, `${LAB}/terminal`, PARAMS, json({ line }))
	expect(data).not.toContain('le secret d’Ana')
	expect(data).not.toMatch(/root:|APP_SECRET|DATABASE_URL/)
	const elsewhere = json({ line: 'pwd; ls', cwd: '/../../work' })
	const { data: climbed } = await bob.call(terminal.action, `${LAB}/terminal`, PARAMS, elsewhere)
	expect(climbed).not.toContain('package.json')
})

test('a key opens its own sandbox only, and not without its own secret', async () => {
	const keyOfAna = await begin(ana)
	const keyOfBob = await begin(bob)
	await expect(buckets(keyOfBob)).resolves.toHaveLength(3)
	const stolen = { ...keyOfAna, secretAccessKey: keyOfBob.secretAccessKey }
	await expect(buckets(stolen)).rejects.toMatchObject({
		name: 'SignatureDoesNotMatch',
		$metadata: { httpStatusCode: 403 },
	})
	await expect(buckets({ ...keyOfAna, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })).rejects.toMatchObject({
		name: 'InvalidAccessKeyId',
	})
})

test('a site that a learner opens is seen by all, at its own address alone', async () => {
	const keyOfAna = await begin(ana)
	const keyOfBob = await begin(bob)
	const Bucket = 'filiere-vitrine'
	const client = s3(keyOfAna)
	await client.send(new CreateBucketCommand({ Bucket }))
	await client.send(new PutObjectCommand({ Bucket, Key: 'index.html', Body: '<h1>Ana</h1>' }))
	const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' } }
	await client.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }))
	const visit = async ({ accessKeyId }: Key) => {
		const url = `/_emulator/sites/${accessKeyId.slice(4, 12).toLowerCase()}/${Bucket}/`
		const request = { method: 'GET', url, headers: { host: 'localhost' }, body: new Uint8Array() }
		const { status, body } = await labHost().emulator.fetch(request)
		return [status, /<h1>.*<\/h1>/.exec(Buffer.from(body).toString())?.[0]]
	}
	expect(await visit(keyOfAna)).toEqual([403, '<h1>403 Forbidden</h1>'])
	await client.send(new DeletePublicAccessBlockCommand({ Bucket }))
	const Resource = `arn:aws:s3:::${Bucket}/*`
	const Statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }
	const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
	await client.send(new PutBucketPolicyCommand({ Bucket, Policy }))
	expect(await visit(keyOfAna)).toEqual([200, '<h1>Ana</h1>'])
	expect(await visit(keyOfBob)).toEqual([404, '<h1>404 Not Found</h1>'])
	await client.send(new DeleteObjectCommand({ Bucket, Key: 'index.html' }))
	await client.send(new DeleteBucketCommand({ Bucket }))
})

test('starting over changes one’s own sandbox alone', async () => {
	const keyOfAna = await begin(ana)
	const keyOfBob = await begin(bob)
	for (const key of [keyOfAna, keyOfBob])
		await s3(key).send(new CreateBucketCommand({ Bucket: 'filiere-de-plus' }))
	await ana.call(lab.action, LAB, PARAMS, form({ intent: 'reset' }))
	await expect(buckets(await begin(ana))).resolves.toHaveLength(3)
	await expect(buckets(keyOfBob)).resolves.toHaveLength(4)
	expect(await db.sandbox.findFirst({ where: { userId: bob.id } })).toMatchObject({ generation: 1 })
})

test('the address of a webhook starts a pipeline of its own sandbox, until it starts over', async () => {
	const { url, countRuns } = await openHook(ana)
	const { countRuns: countRunsOfBob } = await openHook(bob)
	expect(url).toMatch(/^http:\/\/localhost:\d+\/_emulator\/webhooks\//)
	expect(await deliver(url)).toBe(200)
	expect([await countRuns(), await countRunsOfBob()]).toEqual([2, 1])
	await ana.call(lab.action, LAB, PARAMS, form({ intent: 'reset' }))
	expect(await deliver(url)).toBe(404)
})

/** Starts the lab; answers the keys that its page shows. */
async function begin(person: Person): Promise<Key> {
	await person.call(lab.action, LAB, PARAMS, form({ intent: 'start' }))
	const { environment } = (await person.call(lab.loader, LAB, PARAMS)).data.work
	return { accessKeyId: environment.AWS_ACCESS_KEY_ID, secretAccessKey: environment.AWS_SECRET_ACCESS_KEY }
}

/** A pipeline with a webhook that anyone may send to, in the sandbox of a learner who may not make one. */
async function openHook(person: Person) {
	await begin(person)
	const row = await db.sandbox.findFirstOrThrow({ where: { userId: person.id } })
	const sandbox = await labHost().open(row)
	const account = '111111111111'
	function ask(service: string, operation: string, input: object) {
		const scope = { account, region: 'eu-west-3' }
		// biome-ignore lint/suspicious/noExplicitAny: an answer of whichever operation
		return sandbox.call({ principal: rootOf(account), scope, service, operation, input }) as Promise<any>
	}
	const Principal = { Service: 'codepipeline.amazonaws.com' }
	const trust = {
		Version: '2012-10-17',
		Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
	}
	const role = { RoleName: 'webhook', AssumeRolePolicyDocument: JSON.stringify(trust) }
	const { Role } = await ask('iam', 'CreateRole', role)
	const aws = { owner: 'AWS', version: '1' }
	const source = {
		...{ name: 'Fetch', actionTypeId: { category: 'Source', provider: 'S3', ...aws } },
		configuration: { S3Bucket: 'not-there', S3ObjectKey: 'site.zip' },
		outputArtifacts: [{ name: 'Site' }],
	}
	const approval = { name: 'Approve', actionTypeId: { category: 'Approval', provider: 'Manual', ...aws } }
	const stages = [
		{ name: 'Source', actions: [source] },
		{ name: 'Review', actions: [approval] },
	]
	const artifactStore = { type: 'S3', location: 'not-there' }
	const pipeline = { name: 'hooked', roleArn: Role.Arn, artifactStore, stages }
	await ask('codepipeline', 'CreatePipeline', { pipeline })
	const definition = { name: 'hook', targetPipeline: 'hooked', targetAction: 'Fetch', filters: [] }
	const open = { authentication: 'UNAUTHENTICATED', authenticationConfiguration: {} }
	const { webhook } = await ask('codepipeline', 'PutWebhook', { webhook: { ...definition, ...open } })
	return {
		url: webhook.url as string,
		async countRuns() {
			const { pipelineExecutionSummaries } = await ask('codepipeline', 'ListPipelineExecutions', {
				pipelineName: 'hooked',
			})
			return pipelineExecutionSummaries.length as number
		},
	}
}

async function deliver(url: string): Promise<number> {
	const token = url.split('/').at(-1) ?? ''
	const delivery = { token, headers: {}, body: Buffer.from('{}'), from: '203.0.113.9' }
	return (await labHost().emulator.deliver(delivery)).status
}

async function buckets(credentials: Key) {
	return (await s3(credentials).send(new ListBucketsCommand({}))).Buckets
}

function s3(credentials: Key): S3Client {
	const requestHandler = sandboxFetchHandler(labHost().emulator) as never
	return new S3Client({ region: 'eu-west-3', credentials, requestHandler, maxAttempts: 1 })
}
