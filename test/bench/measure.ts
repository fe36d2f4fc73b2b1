/** One figure of the report: what was asked, what was found, whether it holds. */
export interface Figure {
	name: string
	value: string
	target: string
	holds: boolean
}

/** Median of repeated real durations, in milliseconds. */
export async function medianMs(times: number, work: () => Promise<unknown>): Promise<number> {
	const durations: Array<number> = []
	for (let round = 0; round < times; round++) {
		const started = performance.now()
		await work()
		durations.push(performance.now() - started)
	}
	return durations.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN
}

type Work = () => Promise<unknown>

/** Long enough for the compiler to have seen what is called often. */
const WARM_UP_MS = 3_000
const ROUNDS = 10
const ROUND_MS = 500

/**
 * Calls a second that each of `works` reaches, with `inFlight` under way at a
 * time. They are warmed up first, then take turns; the best round of each counts,
 * because what the machine does besides only ever adds to the time of a call.
 */
export async function ratesInTurn(works: ReadonlyArray<Work>, { inFlight = 1 } = {}): Promise<Array<number>> {
	for (const work of works) await repeat(work, inFlight, WARM_UP_MS)
	const best = works.map(() => 0)
	for (let round = 0; round < ROUNDS; round++) {
		for (const [index, work] of works.entries()) {
			const started = performance.now()
			const done = await repeat(work, inFlight, ROUND_MS)
			const rate = (done * 1000) / (performance.now() - started)
			best[index] = Math.max(best[index] ?? 0, rate)
		}
	}
	return best
}

/** Repeats work for so many milliseconds; answers how often it was done. */
async function repeat(work: Work, inFlight: number, ms: number): Promise<number> {
	const end = performance.now() + ms
	let done = 0
	await Promise.all(
		Array.from({ length: inFlight }, async () => {
			while (performance.now() < end) {
				await work()
				done++
			}
		}),
	)
	return done
}

export function atMostMs(name: string, ms: number, target: number): Figure {
	return { name, value: `${ms.toFixed(1)} ms`, target: `≤ ${target} ms`, holds: ms <= target }
}

/** A rate against the baseline of the same run, e.g. 0.35 of it. */
export function atLeastRatio(name: string, rate: number, baseline: number, target: number): Figure {
	const ratio = rate / baseline
	const value = `${(ratio * 100).toFixed(0)} % (${Math.round(rate)}/s against ${Math.round(baseline)}/s)`
	return { name, value, target: `≥ ${target * 100} %`, holds: ratio >= target }
}

/** A duration against the baseline of the same run, e.g. 2.1 times it. */
export function atMostTimes(name: string, ms: number, baseline: number, target: number): Figure {
	const times = ms / baseline
	const value = `${times.toFixed(2)}× (${ms.toFixed(3)} ms against ${baseline.toFixed(3)} ms)`
	return { name, value, target: `≤ ${target}×`, holds: times <= target }
}
