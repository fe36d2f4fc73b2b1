import { parseRule } from '#labs/aws/services/cloudwatch/alarms/rule.ts'
import { compilePattern } from '#labs/aws/services/logs/patterns/compile-pattern.ts'
import type { Target } from '../target.ts'
import { abuse } from './abuse.ts'

// What Logs and CloudWatch parse and search: filter patterns, queries, metric math, rules of composite alarms.

const naming = { logGroupName: 'abuse', logStreamName: 'abuse' }

/** Fills a stream with so many megabytes of events made of a text. */
async function filled(target: Target, megabytes: number, text: string) {
	await target.call('logs', 'CreateLogGroup', { logGroupName: naming.logGroupName })()
	await target.call('logs', 'CreateLogStream', naming)()
	for (let batch = 0; batch < megabytes; batch++) await put(target, text, batch)()
}

/** A put of about a megabyte of events. */
function put(target: Target, text: string, batch = 0) {
	const timestamp = target.sandbox.now() + batch
	const count = Math.floor(1_000_000 / (text.length + 26))
	const logEvents = Array.from({ length: Math.min(count, 10_000) }, () => ({ timestamp, message: text }))
	return target.call('logs', 'PutLogEvents', { ...naming, logEvents })
}

const LONG = 'a'.repeat(200_000)
const JSON_EVENT = JSON.stringify({
	list: Array.from({ length: 2_000 }, (_, n) => ({ n, text: 'aaaaaaaa' })),
})

/** Has a query's results fetched. */
async function asking(target: Target, queryString: string) {
	const now = Math.floor(target.sandbox.now() / 1000)
	const principal = { type: 'root', account: '111111111111', arn: 'arn:aws:iam::111111111111:root' } as const
	const { queryId } = (await target.sandbox.call({
		principal,
		scope: { account: principal.account, region: 'eu-west-3' },
		service: 'logs',
		operation: 'StartQuery',
		input: { logGroupName: naming.logGroupName, queryString, startTime: 0, endTime: now + 60 },
	})) as { queryId: string }
	return target.call('logs', 'GetQueryResults', { queryId })
}

/** Asks for an expression over as many periods as there may be of a metric. */
async function calculating(target: Target, Expression: string) {
	const Metric = { Namespace: 'Abuse', MetricName: 'm' }
	const MetricData = [{ MetricName: 'm', Value: 1 }]
	await target.call('cloudwatch', 'PutMetricData', { Namespace: 'Abuse', MetricData })()
	const EndTime = new Date(target.sandbox.now() + 3_600_000)
	return target.call('cloudwatch', 'GetMetricData', {
		MetricDataQueries: [
			{ Id: 'e', Expression },
			{ Id: 'm', MetricStat: { Metric, Period: 30, Stat: 'Sum' }, ReturnData: false },
		],
		StartTime: new Date(EndTime.getTime() - 15 * 86_400_000),
		EndTime,
	})
}

export const observers = [
	abuse('a filter pattern with stars over a long field', false, () => {
		const pattern = compilePattern(`[${`f = ${'*a'.repeat(450)}b`}]`)
		return () => pattern.matches(LONG)
	}),
	abuse('a filter pattern with an expression over a long event', false, () => {
		const pattern = compilePattern(`%${'a*'.repeat(400)}b%`)
		return () => pattern.matches(LONG)
	}),
	abuse('a filter pattern of a hundred selectors with stars over a long list', false, () => {
		const pattern = compilePattern(
			`{ ${Array.from({ length: 60 }, () => '$.list[*].* = 7777').join(' && ')} }`,
		)
		return () => pattern.matches(JSON_EVENT)
	}),
	abuse('a filter over eight megabytes of events', 200, async (target) => {
		await filled(target, 8, 'a'.repeat(100))
		const filterPattern = Array.from({ length: 150 }, (_, at) => `?b${at}`).join(' ')
		return target.call('logs', 'FilterLogEvents', { logGroupName: naming.logGroupName, filterPattern })
	}),
	abuse('a put of ten thousand events before a hundred metric filters', 200, async (target) => {
		await filled(target, 0, '')
		for (let at = 0; at < 100; at++)
			await target.call('logs', 'PutMetricFilter', {
				...{ logGroupName: naming.logGroupName, filterName: `f${at}`, filterPattern: 'a b c d e f' },
				metricTransformations: [{ metricName: `m${at}`, metricNamespace: 'Abuse', metricValue: '1' }],
			})()
		return put(target, 'a'.repeat(74))
	}),
	abuse('a query of fifty expressions over four megabytes', 200, async (target) => {
		await filled(target, 4, 'a'.repeat(500))
		const filters = Array.from({ length: 49 }, () => 'filter @message not like /a*a*a*b/')
		return asking(target, filters.join(' | '))
	}),
	abuse('a query that counts by thousands of values', 200, async (target) => {
		await filled(target, 2, '{"a":1,"b":"x"}')
		return asking(
			target,
			'stats count(*), pct(a, 50), count_distinct(b) by @timestamp, @message, @ptr | sort a, b',
		)
	}),
	abuse('an expression of a thousand operators over fifteen days of thirty seconds', 400, (target) =>
		calculating(target, `m${' + m'.repeat(500)}`),
	),
	abuse('nested functions over fifteen days of thirty seconds', 200, (target) =>
		calculating(target, `${'ABS('.repeat(40)}m${')'.repeat(40)}`),
	),
	abuse('a put of a thousand new metrics', 200, (target) => {
		const MetricData = Array.from({ length: 1_000 }, (_, at) => ({ MetricName: `m${at}`, Value: at }))
		return target.call('cloudwatch', 'PutMetricData', { Namespace: 'Abuse', MetricData })
	}),
	abuse('a rule of five hundred elements', true, () => {
		const rule = parseRule(
			Array.from({ length: 250 }, () => 'NOT FALSE')
				.slice(0, 160)
				.join(' AND '),
		)
		return () => rule.holds(() => 'OK')
	}),
	abuse('a rule of ten thousand parentheses', 400, (target) =>
		target.call('cloudwatch', 'PutCompositeAlarm', { AlarmName: 'abuse', AlarmRule: '('.repeat(10_240) }),
	),
]
