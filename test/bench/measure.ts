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

/** Calls a second that `work` reaches, with some in flight, after a warm-up. */
export async function ratePerSecond(
	work: () => Promise<unknown>,
	{ inFlight = 1, ms = 2_000 } = {},
): Promise<number> {
	async function during(milliseconds: number): Promise<number> {
		const end = performance.now() + milliseconds
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
	await during(ms / 4)
	const started = performance.now()
	const done = await during(ms)
	return (done * 1000) / (performance.now() - started)
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
