import { connect } from 'node:net'
import { CodePipelineClient, PutWebhookCommand } from '@aws-sdk/client-codepipeline'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Visitor } from '#test/durability/visitor.ts'
import { LAB, visitorFrom } from './learners.ts'

const MEBIBYTE = 1024 ** 2
const BUCKET = 'filiere-source-111111111111'

/** Both doors. */
export interface Ports {
	port: number
	emulatorPort: number
}

/** What an attacker has: the doors, and an account with its sandbox. */
export interface Attacker extends Ports {
	origin: string
	visitor: Visitor
	endpoint: {
		endpoint: string
		region: string
		credentials: { accessKeyId: string; secretAccessKey: string }
	}
}

/** Something tried again and again; what it answers does not matter. */
export interface Attack {
	name: string
	/** How many go on at the same time. */
	width: number
	strike(attacker: Attacker, round: number): Promise<unknown>
}

/** The sandbox's address and keys, as its terminal tells them. */
export async function armed(origin: string, ports: Ports, visitor: Visitor): Promise<Attacker> {
	const line = 'echo "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_REGION"'
	const answer = (await (await visitor.postJson(`${LAB}/terminal`, { line })).json()) as { stdout: string }
	const [accessKeyId = '', secretAccessKey = '', region = ''] = answer.stdout.trim().split(' ')
	const endpoint = `http://127.0.0.1:${ports.emulatorPort}`
	return {
		origin,
		...ports,
		visitor,
		endpoint: { endpoint, region, credentials: { accessKeyId, secretAccessKey } },
	}
}

/** Writes bytes to a port and leaves the request unfinished. */
function leaveUnfinished(port: number, head: string, bytes: number): Promise<void> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1')
		socket.on('error', () => resolve())
		socket.on('close', () => resolve())
		socket.write(head)
		socket.write(Buffer.alloc(bytes))
		setTimeout(() => socket.destroy(), 1_000)
	})
}

const s3Of = ({ endpoint }: Attacker) => new S3Client({ ...endpoint, forcePathStyle: true, maxAttempts: 1 })

export const attacks: ReadonlyArray<Attack> = [
	{
		name: 'ranges and hosts that are none',
		width: 8,
		strike: ({ port }) =>
			leaveUnfinished(port, 'GET /favicon.svg HTTP/1.1\r\nHost: [\r\nRange: bytes=10-5\r\n\r\n', 0),
	},
	{
		name: 'unsigned bodies of 60 MiB that do not end',
		width: 40,
		strike: ({ emulatorPort }) =>
			leaveUnfinished(
				emulatorPort,
				`PUT /x/y HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${60 * MEBIBYTE}\r\n\r\n`,
				4 * MEBIBYTE,
			),
	},
	{
		name: 'objects of 10 MiB',
		width: 2,
		strike: (attacker, round) =>
			s3Of(attacker).send(
				new PutObjectCommand({
					Bucket: BUCKET,
					Key: `o${round % 8}`,
					Body: Buffer.alloc(10 * MEBIBYTE, round),
				}),
			),
	},
	{
		name: 'searches of words that are none',
		width: 4,
		strike: ({ origin }, round) =>
			visitorFrom(origin, `203.0.113.${round % 250}`).get(
				`/recherche?q=${Array.from({ length: 22 }, (_, word) => `xq${(round * 31 + word * 7).toString(36)}zv`).join('+')}`,
			),
	},
	{
		name: 'filters of webhooks that go back over',
		width: 2,
		strike: ({ endpoint }, round) =>
			new CodePipelineClient({ ...endpoint, maxAttempts: 1 }).send(
				new PutWebhookCommand({
					webhook: {
						name: `w${round % 5}`,
						targetPipeline: 'none',
						targetAction: 'Source',
						filters: [{ jsonPath: `$${'..*'.repeat(16)}`, matchEquals: 'x' }],
						authentication: 'UNAUTHENTICATED',
						authenticationConfiguration: {},
					},
				}),
			),
	},
	{
		name: 'deliveries to addresses that nobody has',
		width: 8,
		strike: ({ emulatorPort }, round) =>
			fetch(`http://127.0.0.1:${emulatorPort}/_emulator/webhooks/nobody-${round}`, {
				method: 'POST',
				body: '{"ref":"refs/heads/main"}',
			}),
	},
	{
		name: 'live streams that are left at once',
		width: 16,
		async strike({ visitor }, round) {
			const over = new AbortController()
			const opened = visitor.send(`${LAB}/flux`, {
				method: round % 2 === 0 ? 'HEAD' : 'GET',
				signal: over.signal,
			})
			await new Promise((resolve) => setTimeout(resolve, 5))
			over.abort()
			await opened
		},
	},
	{
		name: 'commands that sleep',
		width: 24,
		strike: ({ visitor }) => visitor.postJson(`${LAB}/terminal`, { line: 'sleep 30' }),
	},
	{
		name: 'passwords of somebody else',
		width: 8,
		strike: ({ origin }, round) =>
			visitorFrom(origin, `203.0.113.${round % 250}`).post('/connexion', {
				email: 'siege-198-18-0-1@example.org',
				password: `essai numéro ${round}`,
			}),
	},
]
