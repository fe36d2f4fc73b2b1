import { z } from 'zod'
import { AwsError } from '../../aws-error.ts'
import { jsonAnswer, type OwnRequest } from '../../wire/http.ts'
import type { HttpResponse } from '../../wire/protocols/message.ts'
import { faultsSchema } from '../../world/faults.ts'
import type { Sandbox } from '../../world/sandbox.ts'
import { acceptConnection } from './connections.ts'
import { inspectorPage } from './page.ts'
import { inspectorState } from './state.ts'

/** How time is to run: its speed in virtual seconds for each real one (0 pauses), the moment to jump to, or how far. */
const clockChange = z
	.strictObject({
		speed: z.number().min(0).max(1_000_000).optional(),
		/** ISO 8601; only forwards. */
		jumpTo: z.iso.datetime({ offset: true }).optional(),
		/** Virtual seconds to go forward. */
		forward: z
			.number()
			.positive()
			.max(400 * 24 * 3600)
			.optional(),
	})
	.refine(({ jumpTo, forward }) => jumpTo === undefined || forward === undefined, {
		error: 'give jumpTo or forward, not both',
	})

/** A connection, or a host, that its provider is to let in. */
const acceptance = z.strictObject({ arn: z.string().max(256) })

/** The routes of an emulator that stands alone: its page, its state, its clock, its faults. */
export async function inspect(sandbox: Sandbox, request: OwnRequest): Promise<HttpResponse | undefined> {
	switch (`${request.method} ${request.path}`) {
		case 'GET /':
			return inspectorPage()
		case 'GET /_emulator/state':
			return jsonAnswer(200, await inspectorState(sandbox))
		case 'GET /_emulator/clock':
			return jsonAnswer(200, clockOf(sandbox))
		case 'PUT /_emulator/clock':
			return withBody(request, clockChange, async ({ speed, jumpTo, forward }) => {
				const target = jumpTo === undefined ? undefined : Date.parse(jumpTo)
				const ahead = forward === undefined ? target : sandbox.now() + forward * 1000
				await sandbox.setClock({ speed, jumpTo: ahead })
				return clockOf(sandbox)
			})
		case 'POST /_emulator/connections':
			return withBody(request, acceptance, ({ arn }) => acceptConnection(sandbox, arn))
		case 'GET /_emulator/faults':
			return jsonAnswer(200, sandbox.faults)
		case 'PUT /_emulator/faults':
			return withBody(request, faultsSchema, async (faults) => {
				await sandbox.setFaults(faults)
				return sandbox.faults
			})
	}
}

function clockOf(sandbox: Sandbox) {
	return { now: new Date(sandbox.now()).toISOString(), speed: sandbox.clock.speed }
}

/** Reads a JSON body by its schema; what does not fit is refused with all that is wrong. */
async function withBody<T>(
	request: OwnRequest,
	schema: z.ZodType<T>,
	work: (value: T) => Promise<object>,
): Promise<HttpResponse> {
	const text = Buffer.from(await request.body()).toString()
	const parsed = schema.safeParse(parseJson(text))
	if (!parsed.success) return jsonAnswer(400, { message: z.prettifyError(parsed.error) })
	try {
		return jsonAnswer(200, await work(parsed.data))
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		return jsonAnswer(error.status, { code: error.code, message: error.message })
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
