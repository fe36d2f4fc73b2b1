import { createHmac } from 'node:crypto'
import {
	DeletePipelineCommand,
	DeleteWebhookCommand,
	DeregisterWebhookWithThirdPartyCommand,
	ListPipelineExecutionsCommand,
	ListTagsForResourceCommand,
	ListWebhooksCommand,
	PutWebhookCommand,
	type PutWebhookCommandInput,
	RegisterWebhookWithThirdPartyCommand,
	TagResourceCommand,
	UpdatePipelineCommand,
	type WebhookDefinition,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { openWorkshop, REGION, ROLE, refusal } from '../jobs/worker.fixture.ts'
import { deployAction, sourceAction } from '../pipeline.fixture.ts'

const ARN = `arn:aws:codepipeline:${REGION}:${ACCOUNT}:webhook:hook`
const SECRET = 'not to be told'
const PUSH = { ref: 'refs/heads/main', repository: { name: 'site' } }

const HOOK: WebhookDefinition = {
	name: 'hook',
	targetPipeline: 'site',
	targetAction: 'Fetch',
	filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/main' }],
	authentication: 'GITHUB_HMAC',
	authenticationConfiguration: { SecretToken: SECRET },
}

async function openHooked() {
	const workshop = await openWorkshop()
	const { pipelines, emulator } = workshop
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Deploy', actions: [deployAction()] },
	]
	await workshop.createPipeline(stages)
	await workshop.pass(60)
	return {
		...workshop,
		stages,
		put: (change: Partial<WebhookDefinition> = {}, rest: Partial<PutWebhookCommandInput> = {}) =>
			pipelines.send(new PutWebhookCommand({ webhook: { ...HOOK, ...change }, ...rest })),
		send(
			url = '',
			payload: unknown = PUSH,
			change: { headers?: Record<string, string>; from?: string } = {},
		) {
			const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
			const delivery = { headers: sign(body), from: '127.0.0.1', ...change }
			return emulator.deliver({ token: url.split('/').at(-1) ?? '', body, ...delivery })
		},
		runs: async () =>
			(await pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: 'site' })))
				.pipelineExecutionSummaries ?? [],
		hook: async () => (await pipelines.send(new ListWebhooksCommand({}))).webhooks?.[0],
	}
}

function sign(body: Uint8Array, secret = SECRET, algorithm = 'sha256'): Record<string, string> {
	const name = algorithm === 'sha1' ? 'x-hub-signature' : 'x-hub-signature-256'
	return { [name]: `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}` }
}

test('a webhook is made, shown without its secret, changed under the same address, and deleted', async () => {
	const { put, send, pipelines, hook } = await openHooked()
	const tags = [{ key: 'team', value: 'web' }]
	const { webhook } = await put({}, { tags })
	expect(webhook).toEqual({
		definition: { ...HOOK, authenticationConfiguration: { SecretToken: '****' } },
		url: expect.stringMatching(/^http:\/\/localhost:4566\/_emulator\/webhooks\/[\w-]{63}$/),
		arn: ARN,
		tags,
	})
	expect(await hook()).toEqual(webhook)
	const changed = await put({ authentication: 'UNAUTHENTICATED', authenticationConfiguration: {} })
	expect(changed.webhook).toMatchObject({
		url: webhook?.url,
		tags,
		definition: { authentication: 'UNAUTHENTICATED' },
	})
	await pipelines.send(new DeleteWebhookCommand({ name: 'hook' }))
	await pipelines.send(new DeleteWebhookCommand({ name: 'hook' }))
	expect(await hook()).toBeUndefined()
	expect(await send(webhook?.url)).toMatchObject({ status: 404 })
})

test('a signed delivery that passes the filters starts the pipeline, with the webhook as its trigger', async () => {
	const { put, send, runs, hook, sandbox } = await openHooked()
	const { webhook } = await put()
	expect(await send(webhook?.url)).toEqual({ status: 200, body: { message: 'Taken' } })
	const [newest, created] = await runs()
	expect(newest?.trigger).toEqual({ triggerType: 'Webhook', triggerDetail: ARN })
	expect(created?.trigger?.triggerType).toBe('CreatePipeline')
	expect((await hook())?.lastTriggered).toEqual(new Date(sandbox.now()))
	const body = Buffer.from(JSON.stringify(PUSH))
	expect(await send(webhook?.url, PUSH, { headers: sign(body, SECRET, 'sha1') })).toMatchObject({
		status: 200,
	})
	expect(await runs()).toHaveLength(3)
})

test('a delivery that the filters stop is told so, and starts nothing', async () => {
	const { put, send, runs } = await openHooked()
	const { webhook } = await put()
	const ignored = { status: 200, body: { message: 'Ignored: a filter does not match' } }
	expect(await send(webhook?.url, { ref: 'refs/heads/dev' })).toEqual(ignored)
	expect(await runs()).toHaveLength(1)
})

test('a filter may name the configuration of the target action', async () => {
	const { put, send, runs } = await openHooked()
	const filters = [{ jsonPath: '$.bucket', matchEquals: '{S3Bucket}/{S3ObjectKey}' }]
	const { webhook } = await put({ filters })
	await send(webhook?.url, { bucket: 'source/site.zip' })
	await send(webhook?.url, { bucket: '{S3Bucket}/{S3ObjectKey}' })
	expect(await runs()).toHaveLength(2)
})

test('a delivery to an address that leads nowhere leaves no trace, whoever’s sandbox it names', async () => {
	const { put, send, sandbox } = await openHooked()
	const { webhook } = await put()
	const { seq } = sandbox
	const traces = async () => (await sandbox.host.journal.observations(sandbox.id)).length
	const before = await traces()
	for (let index = 0; index < 100; index++) {
		expect(await send(`${webhook?.url}${index}`)).toMatchObject({ status: 404 })
	}
	expect(await traces()).toBe(before)
	expect(sandbox.seq).toBe(seq)
	expect(await send(webhook?.url)).toMatchObject({ status: 200 })
})

test('more deliveries than GitHub would send are refused without a trace', async () => {
	const { put, send, sandbox } = await openHooked()
	const { webhook } = await put()
	const statuses: Array<number> = []
	for (let index = 0; index < 70; index++) {
		statuses.push((await send(webhook?.url, PUSH, { headers: {} })).status)
	}
	expect(statuses.filter((status) => status === 403)).toHaveLength(60)
	expect(statuses.filter((status) => status === 429)).toHaveLength(10)
	const observed = await sandbox.host.journal.observations(sandbox.id)
	expect(observed.filter(({ entry }) => entry.kind === 'delivery')).toHaveLength(60)
})

test('a delivery with a wrong signature or none is refused, and one that is not JSON', async () => {
	const { put, send, runs } = await openHooked()
	const { webhook } = await put()
	const body = Buffer.from(JSON.stringify(PUSH))
	const denied = {
		status: 403,
		body: { code: 'WebhookAuthenticationFailed', message: 'The delivery is not authenticated: GITHUB_HMAC' },
	}
	for (const headers of [
		{},
		sign(body, 'other'),
		sign(Buffer.from('{}')),
		{ 'x-hub-signature-256': 'sha256=' },
		{ 'x-hub-signature-256': `md5=${createHmac('md5', SECRET).update(body).digest('hex')}` },
		{ 'x-hub-signature': 'nonsense' },
	]) {
		expect(await send(webhook?.url, PUSH, { headers })).toEqual(denied)
	}
	expect(await send(webhook?.url, 'payload=%7B%7D')).toEqual({
		status: 400,
		body: { code: 'InvalidWebhookPayload', message: 'The payload is not JSON' },
	})
	expect(await send(`${webhook?.url}x`)).toMatchObject({ status: 404 })
	expect(await send('')).toMatchObject({ status: 404 })
	expect(await runs()).toHaveLength(1)
})

test.for([
	['192.0.2.0/24', '192.0.2.77', 200],
	['192.0.2.0/24', '::ffff:192.0.2.77', 200],
	['192.0.2.0/24', '192.0.3.1', 403],
	['0.0.0.0/0', '203.0.113.9', 200],
	['192.0.2.0/24', '2001:db8::1', 403],
	['2001:db8::/32', '2001:db8:1::2', 200],
	['2001:db8::/32', '192.0.2.1', 403],
	['192.0.2.0/24', '', 403],
] as const)('of the range %s, a delivery from %s is answered %i', async ([AllowedIPRange, from, status]) => {
	const { put, send } = await openHooked()
	const authenticationConfiguration = { AllowedIPRange }
	const { webhook } = await put({ authentication: 'IP', authenticationConfiguration })
	expect(await send(webhook?.url, PUSH, { from, headers: {} })).toMatchObject({ status })
})

test('an unauthenticated webhook takes what anyone sends', async () => {
	const { put, send, runs } = await openHooked()
	const { webhook } = await put({
		authentication: 'UNAUTHENTICATED',
		authenticationConfiguration: {},
		filters: [],
	})
	expect(await send(webhook?.url, {}, { headers: {} })).toMatchObject({ status: 200 })
	expect(await runs()).toHaveLength(2)
})

test('a webhook whose pipeline or action is gone tells why it started nothing', async () => {
	const { put, send, pipelines, hook, stages } = await openHooked()
	const { webhook } = await put()
	const [source = { name: '', actions: [] }, ...rest] = stages
	const renamed = { ...source, actions: [{ ...sourceAction(), name: 'Take' }] }
	const pipeline = {
		...{ name: 'site', roleArn: ROLE, pipelineType: 'V2' as const, stages: [renamed, ...rest] },
		artifactStore: { type: 'S3' as const, location: 'artifacts' },
	}
	await pipelines.send(new UpdatePipelineCommand({ pipeline }))
	expect(await send(webhook?.url)).toMatchObject({ status: 200 })
	expect(await hook()).toMatchObject({
		errorCode: 'ValidationException',
		errorMessage: 'Action with name Fetch was not found in the first stage of the pipeline',
	})
	await pipelines.send(new DeletePipelineCommand({ name: 'site' }))
	await send(webhook?.url)
	expect(await hook()).toMatchObject({ errorCode: 'PipelineNotFoundException' })
	expect(await hook()).not.toHaveProperty('lastTriggered')
})

test('a webhook must be for a source action of a pipeline', async () => {
	const { put } = await openHooked()
	await expect(put({ targetPipeline: 'other' })).rejects.toEqual(
		refusal('PipelineNotFoundException', `Account '${ACCOUNT}' does not have a pipeline with name 'other'`),
	)
	for (const targetAction of ['Other', 'Publish']) {
		await expect(put({ targetAction })).rejects.toEqual(
			refusal(
				'ValidationException',
				`Action with name ${targetAction} was not found in the first stage of the pipeline`,
			),
		)
	}
})

test.for([
	['GITHUB_HMAC', {}, 'SecretToken'],
	['GITHUB_HMAC', { AllowedIPRange: '192.0.2.0/24' }, 'SecretToken'],
	['GITHUB_HMAC', { SecretToken: 'x', AllowedIPRange: '192.0.2.0/24' }, 'SecretToken'],
	['IP', { SecretToken: 'x' }, 'AllowedIPRange'],
	['IP', {}, 'AllowedIPRange'],
] as const)(
	'authentication %s with %j is refused',
	async ([authentication, authenticationConfiguration, name]) => {
		const { put } = await openHooked()
		await expect(put({ authentication, authenticationConfiguration })).rejects.toEqual(
			refusal(
				'InvalidWebhookAuthenticationParametersException',
				`Optional['authenticationConfig' should contain only one property: '${name}']`,
			),
		)
	},
)

test('a webhook that authenticates nobody is configured with nothing', async () => {
	const { put } = await openHooked()
	const authentication = 'UNAUTHENTICATED'
	await expect(put({ authentication, authenticationConfiguration: { SecretToken: 'x' } })).rejects.toEqual(
		refusal(
			'InvalidWebhookAuthenticationParametersException',
			"Optional['authenticationConfig' should be empty]",
		),
	)
})

test.for(['192.0.2.1', '192.0.2.0/33', '192.0.2.0/24/1', 'example.org/24', '2001:db8::/129', '192.0.2.0/'])(
	'%s is no range of addresses',
	async (AllowedIPRange) => {
		const { put } = await openHooked()
		await expect(
			put({ authentication: 'IP', authenticationConfiguration: { AllowedIPRange } }),
		).rejects.toEqual(
			refusal(
				'InvalidWebhookAuthenticationParametersException',
				`'AllowedIPRange' is not a valid CIDR range: ${AllowedIPRange}`,
			),
		)
	},
)

test('filters must be paths that can be read, five at most', async () => {
	const { put } = await openHooked()
	await expect(put({ filters: [{ jsonPath: '$.ref' }, { jsonPath: '$.a[' }] })).rejects.toEqual(
		refusal(
			'InvalidWebhookFilterPatternException',
			"The JSONPath '$.a[' is not valid: a bracket is not closed in '$.a['",
		),
	)
	const filters = Array.from({ length: 6 }, () => ({ jsonPath: '$.ref' }))
	await expect(put({ filters })).rejects.toMatchObject({
		name: 'ValidationException',
		message: expect.stringContaining(
			"at 'webhook.filters' failed to satisfy constraint: Member must have length less than or equal to 5",
		),
	})
})

test('webhooks are listed by name, page by page, and a Region takes 300', async () => {
	const { put, pipelines } = await openHooked()
	for (let index = 0; index < 300; index++) await put({ name: `hook-${String(index).padStart(3, '0')}` })
	await expect(put()).rejects.toEqual(
		refusal('LimitExceededException', 'There can only be up to 300 webhooks'),
	)
	const names: Array<string | undefined> = []
	let NextToken: string | undefined
	do {
		const page = await pipelines.send(new ListWebhooksCommand({ MaxResults: 99, NextToken }))
		names.push(...(page.webhooks ?? []).map(({ definition }) => definition?.name))
		NextToken = page.NextToken
	} while (NextToken)
	expect(names).toEqual(Array.from({ length: 300 }, (_, index) => `hook-${String(index).padStart(3, '0')}`))
	await expect(pipelines.send(new ListWebhooksCommand({ NextToken: 'none' }))).rejects.toEqual(
		refusal(
			'InvalidNextTokenException',
			'The next token was specified in an invalid format. Make sure that the next token you provide is the token returned by a previous call.',
		),
	)
})

test('webhooks have tags', async () => {
	const { put, pipelines } = await openHooked()
	await put({}, { tags: [{ key: 'team', value: 'web' }] })
	await pipelines.send(new TagResourceCommand({ resourceArn: ARN, tags: [{ key: 'env', value: 'demo' }] }))
	const { tags } = await pipelines.send(new ListTagsForResourceCommand({ resourceArn: ARN }))
	expect(tags).toEqual([
		{ key: 'team', value: 'web' },
		{ key: 'env', value: 'demo' },
	])
	await expect(put({}, { tags: [{ key: 'aws:x', value: '' }] })).rejects.toMatchObject({
		name: 'InvalidTagsException',
	})
})

test('GitHub is not within reach: registering with it fails, and what is not GitHub’s cannot be', async () => {
	const { put, pipelines, createPipeline, stages } = await openHooked()
	const register = (webhookName: string) =>
		pipelines.send(new RegisterWebhookWithThirdPartyCommand({ webhookName }))
	const deregister = (webhookName: string) =>
		pipelines.send(new DeregisterWebhookWithThirdPartyCommand({ webhookName }))
	const github = {
		...sourceAction(),
		actionTypeId: { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' } as const,
		configuration: { Owner: 'atelier', Repo: 'site', Branch: 'main', OAuthToken: 'x' },
	}
	await createPipeline([{ name: 'Source', actions: [github] }, ...stages.slice(1)], { name: 'github' })
	await put()
	await put({ name: 'github', targetPipeline: 'github' })
	for (const ask of [register, deregister]) {
		await expect(ask('none')).rejects.toEqual(
			refusal('WebhookNotFoundException', "The webhook with name 'none' does not exist"),
		)
		await expect(ask('hook')).rejects.toEqual(
			refusal('ValidationException', "The target action of webhook 'hook' is not one of GitHub"),
		)
	}
	await expect(register('github')).rejects.toEqual(
		refusal(
			'ValidationException',
			'Webhook could not be registered with GitHub. Error cause: GitHub cannot be reached from the emulator',
		),
	)
	await deregister('github')
})

test('the journal keeps neither the secret nor what was sent', async () => {
	const { put, send, sandbox } = await openHooked()
	const { webhook } = await put()
	await send(webhook?.url, { ...PUSH, note: 'private' })
	const entries = await sandbox.entries()
	const requests = JSON.stringify(entries.map(({ request, outcome, calls }) => ({ request, outcome, calls })))
	expect(requests).not.toContain(SECRET)
	expect(requests).not.toContain('private')
	expect(entries.filter(({ kind }) => kind === 'delivery')).toMatchObject([
		{
			service: 'codepipeline',
			operation: 'Deliver',
			principal: { type: 'anonymous' },
			outcome: { ok: true },
		},
	])
})
