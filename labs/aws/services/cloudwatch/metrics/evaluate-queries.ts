import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../../aws-error.ts'
import type { Scope, WorldReader } from '../../../world/world.ts'
import { validationError } from '../cloudwatch-error.ts'
import { type Expression, parseExpression, type Surroundings } from '../math/expression.ts'
import type { Points, Result } from '../math/series.ts'
import { readSlots, seriesId } from '../metric-data.ts'
import { dimensionsOf } from './dimensions.ts'
import { assertPeriod } from './get-metric-statistics.ts'
import { byPeriod, readStatistic } from './statistics.ts'

/** Values that the queries of one call may look at in all. */
const WORK_AT_MOST = 3_000_000

/** Where periods begin, by their length in seconds. */
export type GridOf = (period: number) => { from: number; periodMs: number; count: number }

/** Reads queries; throws AwsError for those that are none, or that refer to what there is not. */
export function checkQueries(queries: ReadonlyArray<MetricDataQuery>): void {
	const ids = new Set<string>()
	for (const [index, { Id = '', MetricStat, Expression, AccountId }] of queries.entries()) {
		const where = `MetricDataQueries.member.${index + 1}`
		if (AccountId !== undefined)
			throw new AwsError('NotImplemented', 'Metrics of other accounts are not emulated', 501)
		if (!/^[a-z]\w*$/.test(Id))
			throw validationError(
				`The value ${Id} for parameter ${where}.Id is invalid. It must start with a lowercase letter and contain only letters, digits and underscores.`,
			)
		if (ids.has(Id)) throw validationError(`The values for parameter id in MetricDataQueries are not unique.`)
		ids.add(Id)
		if (MetricStat === undefined && Expression === undefined)
			throw validationError(`The parameter ${where}.MetricStat is required.\n`)
		if (MetricStat !== undefined && Expression !== undefined)
			throw validationError(
				`The parameters ${where}.Expression and ${where}.MetricStat are mutually exclusive and you have specified both.`,
			)
		if (Expression !== undefined) parseExpression(Expression)
		if (!MetricStat) continue
		assertPeriod(MetricStat.Period ?? 0)
		readStatistic(MetricStat.Stat ?? '')
	}
}

/** What queries give, each once, with the period that it is in. */
export class Evaluation {
	readonly #reader: { world: WorldReader; scope: Scope }
	readonly #queries: ReadonlyMap<string, MetricDataQuery>
	readonly #gridOf: GridOf
	readonly #results = new Map<string, Result>()
	readonly #parsed = new Map<string, Expression>()
	readonly #underWay = new Set<string>()
	#work = 0

	constructor(
		reader: { world: WorldReader; scope: Scope },
		queries: ReadonlyArray<MetricDataQuery>,
		gridOf: GridOf,
	) {
		this.#reader = reader
		this.#queries = new Map(queries.map((query) => [query.Id ?? '', query]))
		this.#gridOf = gridOf
	}

	/** The period of a query, in seconds: an expression's is that of the metrics that there are. */
	periodOf({ MetricStat, Period }: MetricDataQuery): number {
		if (MetricStat) return MetricStat.Period ?? 60
		const periods = [...this.#queries.values()].flatMap((query) => query.MetricStat?.Period ?? [])
		return Period ?? (Math.max(0, ...periods) || 60)
	}

	/** Throws AwsError for a reference to nothing, to itself, or to another period. */
	resultOf(id: string, period?: number): Result {
		const query = this.#queries.get(id)
		if (!query) throw validationError(`Error in expression: Unknown id ${id.slice(0, 255)}`)
		const own = this.periodOf(query)
		if (period !== undefined && own !== period)
			// The wording is ours.
			throw validationError(
				`The metrics of an expression must have the same period: ${id} has ${own} seconds, not ${period}`,
			)
		const known = this.#results.get(id)
		if (known) return known
		if (this.#underWay.has(id)) throw validationError(`Error in expression: Circular reference to ${id}`)
		this.#underWay.add(id)
		const result = query.MetricStat ? this.#read(query) : this.#calculate(query, own)
		this.#underWay.delete(id)
		this.#results.set(id, result)
		return result
	}

	#read({ MetricStat }: MetricDataQuery): Result {
		const { Metric, Period = 60, Stat = '', Unit } = MetricStat ?? {}
		const { Namespace: namespace = '', MetricName: name = '', Dimensions } = Metric ?? {}
		const grid = this.#gridOf(Period)
		this.#spend(grid.count)
		const id = seriesId({ namespace, name, dimensions: dimensionsOf(Dimensions) })
		const slots = readSlots(this.#reader, id, grid.from, grid.from + grid.count * grid.periodMs, Unit)
		const read = readStatistic(Stat)
		const points: Array<number | undefined> = Array.from({ length: grid.count })
		for (const [index, slot] of byPeriod(slots, grid)) points[index] = read(slot)
		return { kind: 'series', points }
	}

	#calculate({ Expression: text = '' }: MetricDataQuery, period: number): Result {
		const { count } = this.#gridOf(period)
		const around: Surroundings = {
			count,
			period,
			find: (id) => this.resultOf(id, period),
			metrics: (part) => this.#metrics(part, period),
			spend: (work) => this.#spend(work),
		}
		const expression = this.#parsed.get(text) ?? parseExpression(text)
		this.#parsed.set(text, expression)
		return expression(around)
	}

	#metrics(part: string, period: number): Array<Points> {
		return [...this.#queries.values()].flatMap(({ Id = '', MetricStat }) => {
			if (!MetricStat || !Id.includes(part)) return []
			const result = this.resultOf(Id, period)
			return result.kind === 'series' ? [result.points] : []
		})
	}

	#spend(work: number): void {
		this.#work += work + 1
		// The wording is ours.
		if (this.#work > WORK_AT_MOST) throw validationError('The request asks for too many datapoints at once')
	}
}
