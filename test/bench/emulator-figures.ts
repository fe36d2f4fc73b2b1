import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline'
import { SignatureV4 } from '@smithy/signature-v4'
import { dueSteps, WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { runChecks } from '#labs/checks/run-checks.ts'
import { openLearner } from '#labs/learner.ts'
import { atLeastRatio, atMostMs, type Figure, medianMs, ratesInTurn } from './measure.ts'
import { openFreshLab, openSolvedLab } from './solved-lab.ts'

const IN_FLIGHT = 16

/** Node's hashes in the shape that the SDK's signer asks for. */
class Sha256 {
	readonly #hash
	constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
		const key =
			typeof secret === 'string' || secret === undefined ? secret : Buffer.from(secret as ArrayBuffer)
		this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key)
	}
	update(data: string | Uint8Array): void {
		this.#hash.update(data)
	}
	async digest(): Promise<Uint8Array> {
		return this.#hash.digest()
	}
}

async function startServer(
	...words: Array<string>
): Promise<{ child: ChildProcess; said: Record<string, string> }> {
	const file = fileURLToPath(new URL('./http-server.ts', import.meta.url))
	const child = spawn(process.execPath, [file, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
	const [line] = (await once(child.stdout, 'data')) as [Buffer]
	return { child, said: JSON.parse(line.toString()) as Record<string, string> }
}

const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })

function post(port: number, headers: Record<string, string>, body: string): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const sent = request(
			{ port, host: '127.0.0.1', method: 'POST', path: '/', headers, agent },
			(response) => {
				const chunks: Array<Buffer> = []
				response.on('data', (chunk: Buffer) => chunks.push(chunk))
				response.on('end', () => {
					const answer = Buffer.concat(chunks)
					if (response.statusCode === 200) resolve(answer)
					else reject(new Error(answer.toString()))
				})
			},
		)
		sent.on('error', reject)
		sent.end(body)
	})
}

async function overHttp(operation: 'GetPipeline' | 'GetPipelineState'): Promise<Figure> {
	const { child: emulator, said } = await startServer('emulator')
	const port = Number(said.port)
	const body = JSON.stringify({ name: 'site-demo' })
	const signer = new SignatureV4({
		service: 'codepipeline',
		region: 'eu-west-3',
		sha256: Sha256,
		credentials: { accessKeyId: said.accessKeyId ?? '', secretAccessKey: said.secretAccessKey ?? '' },
	})
	const signed = (await signer.sign({
		method: 'POST',
		protocol: 'http:',
		hostname: '127.0.0.1',
		port,
		path: '/',
		query: {},
		headers: {
			host: `127.0.0.1:${port}`,
			'content-type': 'application/x-amz-json-1.1',
			'x-amz-target': `CodePipeline_20150709.${operation}`,
		},
		body,
	} as never)) as unknown as { headers: Record<string, string> }
	const answer = await post(port, signed.headers, body)
	const { child: bare, said: bareSaid } = await startServer('bare', answer.toString('base64'))
	const barePort = Number(bareSaid.port)
	const [baseline = 0, rate = 0] = await ratesInTurn(
		[() => post(barePort, signed.headers, body), () => post(port, signed.headers, body)],
		{ inFlight: IN_FLIGHT },
	)
	emulator.kill()
	bare.kill()
	return atLeastRatio(
		`${operation} over HTTP, signed and authorized, against bare node:http`,
		rate,
		baseline,
		0.3,
	)
}

async function wholeExecution(): Promise<Figure> {
	const { lab, sandbox } = await openSolvedLab()
	const { aws } = openLearner(lab, sandbox)
	const ms = await medianMs(20, async () => {
		await aws.codepipeline.send(new StartPipelineExecutionCommand({ name: 'site-demo' }))
		for (;;) {
			const [next] = sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (!next || next.at > sandbox.now() + 30_000) return
			await sandbox.setClock({ jumpTo: next.at })
		}
	})
	return atMostMs('A whole A1 execution, from StartPipelineExecution to Succeeded', ms, 30)
}

/** The emulator's figures. */
export async function emulatorFigures(): Promise<Array<Figure>> {
	const { lab, sandbox } = await openSolvedLab()
	return [
		await overHttp('GetPipeline'),
		await overHttp('GetPipelineState'),
		await wholeExecution(),
		atMostMs('Lab start', await medianMs(20, openFreshLab), 50),
		atMostMs('All checks of A1', await medianMs(10, () => runChecks(lab, sandbox)), 150),
	]
}
