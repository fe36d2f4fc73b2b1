import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { type Alarm, alarms, type MetricWatch } from '../collections.ts'
import { at as valueAt } from '../math/expression.ts'
import { askEvaluation, MINUTE_MS, readSlots, seriesId } from '../metric-data.ts'
import { dimensionsOf } from '../metrics/dimensions.ts'
import { Evaluation } from '../metrics/evaluate-queries.ts'
import { awsTime } from './alarm-actions.ts'
import { evaluateComposite } from './composite.ts'
import { FURTHER_PERIODS, stateOf, type Treatment } from './missing-data.ts'
import { setState } from './set-state.ts'

/** Evaluates an alarm as of now, and asks for the next time at which its data says something else. */
export async function evaluate(call: Call, name: string): Promise<void> {
	const alarm = call.world.get(alarms, call.scope, name)
	if (!alarm) return
	if (alarm.rule !== undefined) return evaluateComposite(call, alarm)
	if (!alarm.watch) return
	await evaluateMetric(call, alarm, alarm.watch)
}

/** A period of an alarm's metric, the newest first. */
interface Point {
	at: number
	value?: number
}

async function evaluateMetric(call: Call, alarm: Readonly<Alarm>, watch: MetricWatch): Promise<void> {
	const { EvaluationPeriods: evaluated = 1, DatapointsToAlarm: needed = evaluated } = watch
	const treatment = (watch.TreatMissingData ?? 'missing') as Treatment
	const period = periodOf(watch)
	const points = pointsOf(call, watch, period, evaluated + FURTHER_PERIODS)
	const breaches = points.map(({ value }) => (value === undefined ? undefined : isBreach(watch, value)))
	const state = stateOf(breaches, evaluated, needed, treatment)
	if (state !== undefined && state !== alarm.state.value) {
		const reason = reasonOf(watch, points, state, { evaluated, needed, treatment })
		await setState(call, alarm, state, reason, reasonDataOf(call, watch, points, period))
	}
	askNext(call, alarm.name, watch, period, evaluated + FURTHER_PERIODS)
}

/** Alarms on periods below a minute look every ten seconds. */
export const stepOf = (period: number) => (period < 60 ? 10_000 : MINUTE_MS)

/** What an alarm looks at as queries of metric data. */
export function queriesOf(watch: MetricWatch): ReadonlyArray<MetricDataQuery> {
	if (watch.Metrics) return watch.Metrics
	const { Namespace, MetricName, Dimensions, Period, Unit } = watch
	const Stat = watch.Statistic ?? watch.ExtendedStatistic
	const Metric = { Namespace, MetricName, Dimensions }
	return [{ Id: 'm1', MetricStat: { Metric, Period, Stat, ...(Unit && { Unit }) } }]
}

export function periodOf(watch: MetricWatch): number {
	const periods = queriesOf(watch).flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? [])
	return Math.max(1, ...periods)
}

/** The metrics that an alarm looks at, by the ids of their documents. */
export function seriesOf(watch: MetricWatch): Array<string> {
	return queriesOf(watch).flatMap(({ MetricStat }) => {
		if (!MetricStat) return []
		const { Namespace: namespace = '', MetricName: name = '', Dimensions } = MetricStat.Metric ?? {}
		return seriesId({ namespace, name, dimensions: dimensionsOf(Dimensions) })
	})
}

function pointsOf(call: Call, watch: MetricWatch, period: number, count: number): Array<Point> {
	const queries = queriesOf(watch)
	const shown = queries.find(({ ReturnData }) => ReturnData !== false)
	const periodMs = period * 1000
	const from = Math.floor(call.now / stepOf(period)) * stepOf(period) - count * periodMs
	const grid = { from, periodMs, count }
	const result = resultOf(new Evaluation(call, queries, () => grid), shown?.Id ?? '')
	return Array.from({ length: count }, (_, index) => {
		const place = count - 1 - index
		const value = result && valueAt(result, place)
		return { at: from + place * periodMs, ...(value !== undefined && { value }) }
	})
}

/** An expression that fails when it is evaluated has no data. */
function resultOf(evaluation: Evaluation, id: string) {
	try {
		return evaluation.resultOf(id)
	} catch (error) {
		if (error instanceof AwsError) return
		throw error
	}
}

const OPERATORS: Readonly<
	Record<string, { words: string; holds(value: number, threshold: number): boolean }>
> = {
	GreaterThanThreshold: { words: 'greater than', holds: (value, threshold) => value > threshold },
	GreaterThanOrEqualToThreshold: {
		words: 'greater than or equal to',
		holds: (value, threshold) => value >= threshold,
	},
	LessThanThreshold: { words: 'less than', holds: (value, threshold) => value < threshold },
	LessThanOrEqualToThreshold: {
		words: 'less than or equal to',
		holds: (value, threshold) => value <= threshold,
	},
}

function isBreach(
	{ ComparisonOperator = 'GreaterThanThreshold', Threshold = 0 }: MetricWatch,
	value: number,
): boolean {
	return OPERATORS[ComparisonOperator]?.holds(value, Threshold) ?? false
}

interface Terms {
	evaluated: number
	needed: number
	treatment: Treatment
}

const TREATED: Readonly<Record<Treatment, string>> = {
	missing: 'Missing',
	ignore: 'Ignored',
	breaching: 'Breaching',
	notBreaching: 'NonBreaching',
}

/** Why, in AWS's words: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
function reasonOf(watch: MetricWatch, points: ReadonlyArray<Point>, state: string, terms: Terms): string {
	const { evaluated, needed, treatment } = terms
	const real = points.filter(({ value }) => value !== undefined).slice(0, evaluated)
	const missing = evaluated - real.length
	if (state === 'INSUFFICIENT_DATA')
		return `Insufficient Data: ${evaluated} datapoint${evaluated > 1 ? 's were' : ' was'} unknown.`
	if (real.length === 0)
		return `Threshold Crossed: no datapoints were received for ${evaluated} period${evaluated > 1 ? 's' : ''} and ${missing} missing datapoint${missing > 1 ? 's were' : ' was'} treated as [${TREATED[treatment]}].`
	const isAlarm = state === 'ALARM'
	const told = real.filter(({ value = 0 }) => isBreach(watch, value) === isAlarm)
	const list = told.map(({ at, value = 0 }) => `${double(value)} (${shortTime(at)})`).join(', ')
	const words = `${told.length > 1 ? 'were' : 'was'} ${isAlarm ? '' : 'not '}${OPERATORS[watch.ComparisonOperator ?? 'GreaterThanThreshold']?.words} the threshold (${double(watch.Threshold ?? 0)})`
	const least = isAlarm ? needed : evaluated - needed + 1
	const minimum = `(minimum ${least} datapoint${least > 1 ? 's' : ''} for ${isAlarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`
	return `Threshold Crossed: ${told.length} out of the last ${evaluated} datapoints [${list}] ${words} ${minimum}.`
}

/** As Java writes it. */
function double(value: number): string {
	return Number.isInteger(value) ? value.toFixed(1) : String(value)
}

/** `02/10/19 16:59:00`: the day, the month, the year. */
function shortTime(at: number): string {
	const [, year = '', month, day, time] =
		/^\d\d(\d\d)-(\d\d)-(\d\d)T([\d:]+)/.exec(new Date(at).toISOString()) ?? []
	return `${day}/${month}/${year} ${time}`
}

function reasonDataOf(call: Call, watch: MetricWatch, points: ReadonlyArray<Point>, period: number): string {
	const real = points.filter(({ value }) => value !== undefined)
	const oldest = real.at(-1)
	return JSON.stringify({
		version: '1.0',
		queryDate: awsTime(call.now),
		...(oldest && { startDate: awsTime(oldest.at) }),
		...(watch.Statistic && { statistic: watch.Statistic }),
		period,
		recentDatapoints: real.map(({ value }) => value).reverse(),
		threshold: watch.Threshold,
		evaluatedDatapoints: points
			.slice(0, watch.EvaluationPeriods)
			.map(({ at, value }) => ({ timestamp: awsTime(at), ...(value !== undefined && { value }) })),
	})
}

/**
 * The next time at which a period has other data than now: that of a slot that
 * goes from one period to the next. An alarm whose data has gone by has none,
 * and rests until there is more.
 */
function askNext(call: Call, name: string, watch: MetricWatch, period: number, count: number): void {
	const step = stepOf(period)
	const periodMs = period * 1000
	const base = Math.floor(call.now / step) * step
	const slots = seriesOf(watch).flatMap((id) => readSlots(call, id, base - count * periodMs, call.now + 1))
	const times = slots.map((slot) => {
		const start = Math.floor(slot.at / step) * step
		const crossed = Math.max(0, Math.floor((base - start - step) / periodMs) + 1)
		return start + step + (base < start + step ? 0 : crossed * periodMs)
	})
	const next = Math.min(...times.filter((time) => time > base))
	if (Number.isFinite(next)) askEvaluation(call, call.scope, name, next)
}
