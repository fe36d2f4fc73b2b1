import { setTimeout } from 'node:timers/promises'
import { Visitor } from '#test/durability/visitor.ts'

export const LAB = '/ateliers/mon-premier-pipeline'
const LESSON = '/cours/introduction/anatomie-d-un-pipeline'
const PASSWORD = 'une phrase à retenir'
/** Milliseconds between two acts of a learner, on average. */
const THINKING_MS = 10_000
/** Those who sign up at the same time. */
const AT_ONCE = 8

/** What one act of a learner took, and whether it was answered as it should. */
export interface Act {
	at: number
	ms: number
	what: string
	failure?: string
}

/** Someone at an address of their own, as a proxy tells it. */
export function visitorFrom(origin: string, address: string): Visitor {
	return new Visitor(origin, { 'x-forwarded-for': address })
}

/** An account of its own, signed in, with lab A1 started. */
export async function enrol(origin: string, address: string): Promise<Visitor> {
	const visitor = visitorFrom(origin, address)
	const email = `siege-${address.replaceAll('.', '-')}@example.org`
	await visitor.post('/inscription', { name: 'Ada Martin', email, password: PASSWORD })
	await visitor.post('/connexion', { email, password: PASSWORD })
	const { status } = await visitor.post(LAB, { intent: 'start' })
	if (status !== 302) throw new Error(`The lab of ${address} did not start: ${status}`)
	return visitor
}

/** So many learners, each from an address of their own. */
export async function enrolAll(origin: string, count: number): Promise<Array<Visitor>> {
	const addresses = Array.from({ length: count }, (_, index) => `198.18.${index >> 8}.${index & 255}`)
	const learners: Array<Visitor> = []
	const queue = addresses.values()
	const work = async () => {
		for (const address of queue) learners.push(await enrol(origin, address))
	}
	await Promise.all(Array.from({ length: AT_ONCE }, work))
	return learners
}

/** Six times of ten they read, three they type a command, once they have their work checked. */
const DAY: ReadonlyArray<readonly [what: string, act: (learner: Visitor) => Promise<Response>]> = [
	...Array.from({ length: 6 }, () => ['reading', (learner: Visitor) => learner.get(LESSON)] as const),
	...Array.from(
		{ length: 3 },
		() =>
			[
				'terminal',
				(learner: Visitor) =>
					learner.postJson(`${LAB}/terminal`, { line: 'aws codepipeline list-pipelines' }),
			] as const,
	),
	['checks', (learner) => learner.post(LAB, { intent: 'check' })],
]

/** Has a learner go about their day until told otherwise; tells each act. */
export async function goAbout(
	learner: Visitor,
	index: number,
	told: (act: Act) => void,
	over: AbortSignal,
): Promise<void> {
	// Spread over the first pause, and over the day's acts.
	await pause((index * 7919) % THINKING_MS, over)
	for (let turn = index; !over.aborted; turn++) {
		const [what, act] = DAY[turn % DAY.length] ?? ['', () => learner.get('/')]
		const at = performance.now()
		const failure = await act(learner).then(
			async (response) => {
				const text = await response.text()
				return response.status < 400 ? undefined : `${response.status} ${text.slice(0, 80)}`
			},
			(error: Error) => error.message,
		)
		told({ at, ms: performance.now() - at, what, ...(failure && { failure }) })
		await pause(THINKING_MS / 2 + ((turn * 7919) % THINKING_MS), over)
	}
}

async function pause(ms: number, over: AbortSignal): Promise<void> {
	await setTimeout(ms, undefined, { signal: over }).catch(() => {})
}
