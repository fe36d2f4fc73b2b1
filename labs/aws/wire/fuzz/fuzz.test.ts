import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AwsError } from '../../aws-error.ts'
import { createEmulator } from '../../emulator.ts'
import { sandboxOfAccessKey } from '../../world/ids.ts'
import { loadModel, shapeOf } from '../model.ts'
import { readCbor } from '../protocols/cbor-reader.ts'
import { writeRequest } from '../protocols/client.fixture.ts'
import type { HttpRequest, HttpResponse } from '../protocols/message.ts'
import { parseQuery } from '../protocols/message.ts'
import { type Signer, signed } from '../protocols/sign.fixture.ts'
import { validateError } from '../protocols/validate-error.ts'
import { Router } from '../routing.ts'
import type { Mutation } from './fuzz-bodies.fixture.ts'
import { inputsOf } from './fuzz-inputs.fixture.ts'
import { compressions, mutations } from './fuzz-mutations.fixture.ts'
import { type Key, openOther, openWorld, services } from './fuzz-world.fixture.ts'

const SEED = 20_261_125
const RUNS = 10_000
const NOW = Date.UTC(2026, 10, 25, 10)

const [{ sandbox, keys, words }, other] = await Promise.all([openWorld(), openOther()])
const router = new Router(services.keys())

interface Asked {
	service: string
	operation: string
	input: Record<string, unknown>
}

/** Valid inputs, or nearly, of every operation that is emulated. */
const asked: fc.Arbitrary<Asked> = fc.oneof(
	...[...services].flatMap(([service, { operations }]) => {
		const model = loadModel(service)
		return Object.keys(operations).map((name) => {
			const operation = model.operations[name]
			if (!operation) throw new Error(`${service} has no ${name}`)
			const inputs = operation.input
				? inputsOf(model, shapeOf(model, operation.input), words)
				: fc.constant({})
			return inputs.map((input) => ({ service, operation: name, input }))
		})
	}),
)

const speakers = fc.oneof(
	{ weight: 12, arbitrary: fc.constant(keys.root) },
	{ weight: 3, arbitrary: fc.constantFrom(keys.user, keys.session, other.key) },
	// Another sandbox's key with one's own secret, a session without its token, a key that nobody issued.
	{
		weight: 1,
		arbitrary: fc.constantFrom<Key>(
			{ ...other.key, secretAccessKey: keys.root.secretAccessKey },
			{ ...keys.root, secretAccessKey: other.key.secretAccessKey },
			{ accessKeyId: keys.session.accessKeyId, secretAccessKey: keys.session.secretAccessKey },
			{ ...keys.root, sessionToken: keys.session.sessionToken },
			{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
		),
	},
)

/** What happens to a request after it was signed: replayed for something else, or stripped. */
const tamperings: fc.Arbitrary<(request: HttpRequest) => HttpRequest> = fc.oneof(
	{ weight: 12, arbitrary: fc.constant((request: HttpRequest) => request) },
	{
		weight: 1,
		arbitrary: fc.constantFrom<(request: HttpRequest) => HttpRequest>(
			(request) => ({ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }),
			(request) => ({ ...request, body: new Uint8Array(0) }),
			(request) => ({ ...request, method: request.method === 'GET' ? 'DELETE' : 'GET' }),
			(request) => ({ ...request, url: '/depot/a.txt' }),
			(request) => ({ ...request, headers: { ...request.headers, host: 'depot.localhost' } }),
			(request) => ({ ...request, headers: { ...request.headers, authorization: 'AWS4-HMAC-SHA256' } }),
			(request) => ({ ...request, headers: { ...request.headers, authorization: 'Basic YTpi' } }),
			({ headers: { authorization: _, ...headers }, ...request }) => ({ ...request, headers }),
			({ headers: { 'x-amz-date': _, ...headers }, ...request }) => ({ ...request, headers }),
		),
	},
)

const clocks = fc.oneof(
	{ weight: 20, arbitrary: fc.constant(NOW) },
	fc.constantFrom(NOW - 3_600_000, NOW + 3_600_000, 0),
)
const scopes = fc.oneof(
	{ weight: 30, arbitrary: fc.constant(undefined) },
	fc.constantFrom('s3', 'iam', 'codepipeline', 'lambda', 'nope'),
)

/** Sends one request to copies of both worlds and tells which of them it changed. */
async function send(request: HttpRequest) {
	const [mine, theirs] = [sandbox.fork(), other.sandbox.fork()]
	const faults: Array<unknown> = []
	const emulator = createEmulator({
		services,
		realNow: () => NOW,
		findSandbox: async (id) => ({ '5': mine, '6': theirs })[String(sandboxOfAccessKey(id))],
		onError: (error) => faults.push(error),
	})
	const answer = await emulator.fetch(request)
	const changed = [mine.world !== sandbox.world, theirs.world !== other.sandbox.world]
	return { answer, faults, changed }
}

/** The code of a refusal, in whatever form it came; undefined where there is no body. */
function codeOf({ headers, body }: HttpResponse): string | undefined {
	if (body.byteLength === 0) return
	if (headers['smithy-protocol']) return String((readCbor(body) as Map<string, unknown>).get('__type'))
	const text = Buffer.from(body).toString('utf8')
	return headers['x-amzn-errortype'] ?? /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? JSON.parse(text).__type
}

/** What is wrong with an answer, when anything is. */
function problemsOf(
	request: HttpRequest,
	{ answer, faults, changed: [mine, theirs] }: Awaited<ReturnType<typeof send>>,
): Array<unknown> {
	if (faults.length > 0) return faults
	const speaker = sandboxOfAccessKey(
		/Credential=([^/]*)/.exec(request.headers.authorization ?? '')?.[1] ?? '',
	)
	if ((mine && speaker !== 5n) || (theirs && speaker !== 6n)) return ['Another’s world changed']
	if (answer.status < 300) return []
	if (mine || theirs) return [`Refused with ${answer.status}, yet something changed`]
	const code = codeOf(answer)
	if (code === undefined) return request.method === 'HEAD' || answer.status === 304 ? [] : ['No body']
	const [path = '', search = ''] = request.url.split('?')
	const { model } = router.find({ ...request, path, query: parseQuery(search) })
	const refusal = new AwsError(code, '', answer.status)
	return code === 'NotImplemented' && answer.status === 501 ? [] : validateError(model, request.url, refusal)
}

/** A request of a client's, changed and signed. */
function write(
	{ service, operation, input }: Asked,
	mutate: Mutation,
	signer: Key,
	rest: Partial<Signer> = {},
) {
	const model = loadModel(service)
	const { signingName, endpointPrefix } = model.metadata
	const shape = model.operations[operation]
	if (!shape) throw new Error(`${service} has no ${operation}`)
	const request = mutate(writeRequest(model, shape, input))
	return signed(request, { ...signer, service: signingName ?? endpointPrefix, at: NOW, ...rest })
}

test(`${RUNS} requests, nearly all broken, get AWS’s answers, and a refusal changes nothing`, async () => {
	const statuses = new Map<number, number>()
	await fc.assert(
		fc.asyncProperty(
			fc.record({
				asked,
				mutate: mutations,
				speaker: speakers,
				tamper: tamperings,
				at: clocks,
				scope: scopes,
			}),
			async ({ asked, mutate, speaker, tamper, at, scope }) => {
				const request = tamper(write(asked, mutate, speaker, { at, ...(scope && { service: scope }) }))
				const outcome = await send(request)
				statuses.set(outcome.answer.status, (statuses.get(outcome.answer.status) ?? 0) + 1)
				expect(problemsOf(request, outcome)).toEqual([])
			},
		),
		{ numRuns: RUNS, seed: SEED },
	)
	// Not everything is refused at the door: the mutations reach what they are meant for.
	for (const status of [200, 400, 403, 404, 409]) expect(statuses.get(status)).toBeGreaterThan(5)
}, 60_000)

test('of what nothing was done to a good part is taken', async () => {
	const answers = fc.sample(asked, { numRuns: 500, seed: SEED }).map(async (one) => {
		const request = write(one, (same) => same, keys.root)
		return (await send(request)).answer.status < 300
	})
	const taken = (await Promise.all(answers)).filter(Boolean)
	expect(taken.length).toBeGreaterThan(75)
})

test('a body that unpacks to more than there is room for is refused', async () => {
	const [one] = fc.sample(
		asked.filter(({ service }) => loadModel(service).metadata.protocol === 'json'),
		{ numRuns: 1, seed: SEED },
	)
	if (!one) throw new Error('No JSON service')
	for (const compress of fc.sample(compressions, { numRuns: 6, seed: SEED })) {
		const request = write(one, compress, keys.root)
		expect(problemsOf(request, await send(request))).toEqual([])
	}
})

test('a body that is larger than any is refused before it is looked at', async () => {
	const body = Buffer.alloc(64 * 1024 * 1024 + 1)
	for (const service of ['iam', 'codepipeline', 's3']) {
		const request = signed(
			{ method: 'POST', path: '/', query: [], headers: {}, body: new Uint8Array(0) },
			{ ...keys.root, service, at: NOW },
		)
		const outcome = await send({ ...request, body })
		expect(problemsOf(request, outcome)).toEqual([])
		expect([400, 413]).toContain(outcome.answer.status)
	}
})
