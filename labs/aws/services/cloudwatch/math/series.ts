/** Values of one period after another; undefined where there is none. */
export type Points = ReadonlyArray<number | undefined>

/** What an expression gives: one number, one series, or several. */
export type Result =
	| { kind: 'number'; value: number }
	| { kind: 'series'; points: Points }
	| { kind: 'list'; list: ReadonlyArray<Points> }

export const numberResult = (value: number): Result => ({ kind: 'number', value })
export const seriesResult = (points: Points): Result => ({ kind: 'series', points })

/** A value for each period; what is no finite number is no value. */
export function mapPoints(points: Points, of: (value: number, index: number) => number | undefined): Points {
	return points.map((value, index) => {
		const result = value === undefined ? undefined : of(value, index)
		return result === undefined || !Number.isFinite(result) ? undefined : result
	})
}

export const present = (points: Points) => points.filter((value) => value !== undefined)
