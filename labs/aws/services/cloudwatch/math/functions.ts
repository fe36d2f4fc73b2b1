import type { Surroundings } from './expression.ts'
import { mapPoints, numberResult, type Points, present, type Result, seriesResult } from './series.ts'

/** A function of what its arguments give; undefined when they are not what it takes. */
type Function = (values: ReadonlyArray<Result>, around: Surroundings) => Result | undefined

/** Over time for one series, across series for several. */
function aggregate(of: (values: ReadonlyArray<number>) => number): Function {
	const safe = (values: ReadonlyArray<number>) => {
		const result = of(values)
		return values.length > 0 && Number.isFinite(result) ? result : undefined
	}
	return ([on, ...rest], { count }) => {
		if (!on || rest.length > 0) return
		if (on.kind === 'number') return on
		if (on.kind === 'series') return numberResult(safe(present(on.points)) ?? 0)
		return seriesResult(
			Array.from({ length: count }, (_, index) => safe(on.list.flatMap((points) => points[index] ?? []))),
		)
	}
}

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)
const mean = (values: ReadonlyArray<number>) => sum(values) / values.length

export const AGGREGATES: Readonly<Record<string, Function>> = {
	AVG: aggregate(mean),
	MAX: aggregate((values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)),
	MIN: aggregate((values) =>
		values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
	),
	STDDEV: aggregate((values) => {
		const middle = mean(values)
		return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
	}),
	SUM: aggregate(sum),
}

/** Each value of its own. */
function each(of: (value: number) => number): Function {
	return whole((points) => mapPoints(points, of), of)
}

/** Each series of its own. */
function whole(
	of: (points: Points, around: Surroundings) => Points,
	ofNumber?: (value: number) => number,
): Function {
	return ([on, ...rest], around) => {
		if (!on || rest.length > 0) return
		if (on.kind === 'number') return ofNumber ? numberResult(ofNumber(on.value)) : undefined
		if (on.kind === 'series') return seriesResult(of(on.points, around))
		return { kind: 'list', list: on.list.map((points) => of(points, around)) }
	}
}

/** One number of each series. */
function single(of: (points: Points) => number): Function {
	return ([on, ...rest], { count }) => {
		if (!on || rest.length > 0) return
		if (on.kind === 'series') return numberResult(of(on.points))
		if (on.kind !== 'list') return
		return { kind: 'list', list: on.list.map((points) => Array.from({ length: count }, () => of(points))) }
	}
}

/** The difference of each value to the one before it, and how far that is away. */
function differences(of: (difference: number, periods: number, period: number) => number): Function {
	return whole((points, { period }) => {
		let last: { value: number; index: number } | undefined
		return mapPoints(points, (value, index) => {
			const before = last
			last = { value, index }
			return before && of(value - before.value, index - before.index, period)
		})
	})
}

const condition: Function = ([test, yes, no, ...rest], { count }) => {
	if (!test || !yes || rest.length > 0 || test.kind === 'list' || yes.kind === 'list' || no?.kind === 'list')
		return
	const pick = (index: number) => {
		const holds = test.kind === 'number' ? test.value : test.points[index]
		if (holds === undefined) return
		const chosen = holds === 0 ? no : yes
		if (!chosen) return
		return chosen.kind === 'number' ? chosen.value : chosen.points[index]
	}
	if (test.kind === 'number' && yes.kind === 'number' && no?.kind === 'number')
		return numberResult(pick(0) ?? 0)
	return seriesResult(Array.from({ length: count }, (_, index) => pick(index)))
}

export const FUNCTIONS: Readonly<Record<string, Function>> = {
	ABS: each(Math.abs),
	CEIL: each(Math.ceil),
	DATAPOINT_COUNT: single((points) => present(points).length),
	DIFF: differences((difference) => difference),
	DIFF_TIME: differences((_, periods, period) => periods * period),
	FIRST: ([on, ...rest]) =>
		on?.kind === 'list' && rest.length === 0 ? seriesResult(on.list[0] ?? []) : undefined,
	FLOOR: each(Math.floor),
	IF: condition,
	LAST: ([on, ...rest]) =>
		on?.kind === 'list' && rest.length === 0 ? seriesResult(on.list.at(-1) ?? []) : undefined,
	LOG: each(Math.log),
	LOG10: each(Math.log10),
	METRIC_COUNT: ([on, ...rest]) => {
		if (!on || rest.length > 0) return
		return numberResult(on.kind === 'list' ? on.list.length : 1)
	},
	PERIOD: ([on, ...rest], { period }) => (on && rest.length === 0 ? numberResult(period) : undefined),
	RATE: differences((difference, periods, period) => difference / (periods * period)),
	RUNNING_SUM: whole((points) => {
		let total = 0
		return mapPoints(points, (value) => {
			total += value
			return total
		})
	}),
	TIME_SERIES: ([on, ...rest], { count }) => {
		if (on?.kind !== 'number' || rest.length > 0) return
		return seriesResult(Array.from({ length: count }, () => on.value))
	},
}
