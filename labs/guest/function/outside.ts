import { request } from 'node:http'
import type { Surroundings } from '../surroundings.ts'
import { callAws } from './aws-call.ts'
import type { FunctionJob } from './function-job.ts'

/** Bytes of one answer that a function takes. */
const ANSWER_BYTES = 4 * 1024 * 1024
/** The eight letters of the only world there is, in its access keys. */
const ONLY_WORLD = 'aaaaaaaa'

/** What a function asks of the world around it. */
interface SdkQuestion {
	kind: 'sdk'
	package: string
	operation: string
	input: object
	region?: string
	credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
}
interface WebQuestion {
	kind: 'fetch'
	url: string
	method: string
	headers: Record<string, string>
	/** Base64. */
	body?: string
}

/**
 * Answers what a function asks of the outside: operations of AWS by the real
 * SDK, and HTTP requests. Both reach the emulator and nothing else; what a
 * request names beside it is a host that cannot be found.
 */
export function outsideOf(job: FunctionJob, surroundings: Surroundings) {
	return async (question: string): Promise<string> => {
		const asked = JSON.parse(question) as SdkQuestion | WebQuestion
		const signal = AbortSignal.timeout(surroundings.left())
		try {
			const answer =
				asked.kind === 'sdk' ? await askAws(job, asked, signal) : await askWeb(job, asked, signal)
			return JSON.stringify({ answer })
		} catch (error) {
			return JSON.stringify({ error: toldOf(error) })
		}
	}
}

function toldOf(error: unknown) {
	if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
	const { name, message, stack: _, ...rest } = error as Error & Record<string, unknown>
	return { ...(packed(rest) as object), name, message }
}

async function askAws(job: FunctionJob, asked: SdkQuestion, signal: AbortSignal) {
	if (!job.endpoint) throw new Error('There is no AWS here to be reached')
	const { AWS_REGION = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = job.env
	const own = {
		accessKeyId: AWS_ACCESS_KEY_ID,
		secretAccessKey: AWS_SECRET_ACCESS_KEY,
		...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
	}
	const settings = {
		endpoint: job.endpoint,
		region: asked.region ?? AWS_REGION,
		credentials: asked.credentials ?? own,
	}
	const input = unpacked(asked.input) as object
	const output = await callAws(asked.package, asked.operation, input, settings, signal)
	const { Body, ...rest } = output as { Body?: { transformToByteArray?(): Promise<Uint8Array> } }
	if (!Body?.transformToByteArray) return packed(output)
	const bytes = await Body.transformToByteArray()
	return { ...(packed(rest) as object), Body: { $stream: Buffer.from(bytes).toString('base64') } }
}

/** Bytes and dates, which JSON has not. */
function packed(value: unknown): unknown {
	if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
	if (value instanceof Date) return { $date: value.getTime() }
	if (Array.isArray(value)) return value.map(packed)
	if (typeof value !== 'object' || value === null) return value
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, packed(member)]))
}

function unpacked(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(unpacked)
	if (typeof value !== 'object' || value === null) return value
	const { $bytes, $date } = value as { $bytes?: unknown; $date?: unknown }
	if (typeof $bytes === 'string') return new Uint8Array(Buffer.from($bytes, 'base64'))
	if (typeof $date === 'number') return new Date($date)
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unpacked(member)]))
}

/** One HTTP request to the emulator: its own address, or a name of AWS's. */
function askWeb({ endpoint, env }: FunctionJob, asked: WebQuestion, signal: AbortSignal): Promise<object> {
	const url = new URL(asked.url)
	const at = addressAt(url, [endpoint, env.AWS_ENDPOINT_URL], env)
	if (!endpoint || !at)
		throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${url.hostname}`), { code: 'ENOTFOUND' })
	const { hostname, port } = new URL(endpoint)
	const { method, body } = asked
	const headers = { ...asked.headers, host: at.host }
	return new Promise((resolve, reject) => {
		const path = at.path + url.search
		const sent = request({ hostname, port, path, method, headers, signal, agent: false }, (response) => {
			const parts: Array<Buffer> = []
			let bytes = 0
			response.on('data', (part: Buffer) => {
				bytes += part.byteLength
				if (bytes > ANSWER_BYTES) return sent.destroy(new Error('The answer is larger than 4 MiB'))
				parts.push(part)
			})
			response.on('error', reject)
			response.on('end', () =>
				resolve({
					status: response.statusCode,
					statusText: response.statusMessage,
					headers: Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
					body: Buffer.concat(parts).toString('base64'),
				}),
			)
		})
		sent.on('error', reject)
		sent.end(body === undefined ? undefined : Buffer.from(body, 'base64'))
	})
}

const SITES = '/_emulator/sites/'

/** Where the emulator has what an address names, as AWS's clients would name it; undefined for what is none of its. */
function addressAt(
	{ host, hostname, pathname }: URL,
	own: ReadonlyArray<string | undefined>,
	{ AWS_ACCESS_KEY_ID = '' }: FunctionJob['env'],
): { host: string; path: string } | undefined {
	// Its own routes are not the world's.
	if (pathname.startsWith('/_emulator/') && !pathname.startsWith(SITES)) return
	if (own.some((known) => known !== undefined && new URL(known).host === host))
		return { host, path: pathname }
	if (!hostname.endsWith('.amazonaws.com')) return
	const world = AWS_ACCESS_KEY_ID.slice(4, 12).toLowerCase()
	const [, bucket] = /^(.+?)\.s3-website[.-]/.exec(hostname) ?? []
	// A website is of one world of many, which AWS's name for it does not tell.
	return bucket === undefined || world === ONLY_WORLD
		? { host, path: pathname }
		: { host, path: `${SITES}${world}/${bucket}${pathname}` }
}
