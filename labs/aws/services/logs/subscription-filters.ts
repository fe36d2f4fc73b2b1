import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type {
	DeleteSubscriptionFilterRequest,
	DescribeSubscriptionFiltersRequest,
	PutSubscriptionFilterRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { awsService } from '../../identity/principal.ts'
import { type Call, operation } from '../../service.ts'
import { groupAccess, groupArn, requireGroup } from './arns.ts'
import { type LogStream, type SubscriptionFilter, subscriptionFilters } from './collections.ts'
import type { NewEvent } from './events/chunks.ts'
import { eventId } from './events/event-id.ts'
import { invalidParameter } from './logs-error.ts'
import { pageOf } from './pages.ts'
import { compilePattern } from './patterns/compile-pattern.ts'
import { fittingEvents } from './patterns/fitting-events.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/cloudwatch_limits_cwl.html */
const FILTERS_AT_MOST = 2
/** What a pattern may cost for each character that comes in; ours. */
const COST_AT_MOST = 500

const compress = promisify(gzip)

/** Sends what comes in and fits a pattern to a function, once that can be called. */
export const putSubscriptionFilter = operation<PutSubscriptionFilterRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'PutSubscriptionFilter', logGroupName),
	async run(input, call) {
		const {
			logGroupName: group = '',
			filterName: name = '',
			filterPattern: pattern = '',
			destinationArn = '',
		} = input
		requireGroup(call, group)
		const { cost } = compilePattern(pattern)
		if (cost > COST_AT_MOST) throw invalidParameter('The filter pattern looks at too much.')
		const { service } = parseArn(destinationArn) ?? {}
		if (service === 'kinesis' && input.roleArn === undefined)
			throw invalidParameter('destinationArn for vendor kinesis cannot be used without roleArn')
		if (service !== 'lambda')
			throw new AwsError(
				'NotImplemented',
				`Subscriptions of ${service} are not emulated: those of lambda are`,
				501,
			)
		const others = filtersOf(call, group).filter((filter) => filter.name !== name)
		if (others.length >= FILTERS_AT_MOST)
			throw new AwsError('LimitExceededException', 'Resource limit exceeded.')
		await assertCallable(call, group, destinationArn)
		const filter = { name, group, pattern, destinationArn, createdAt: call.now }
		call.world.put(subscriptionFilters, call.scope, `${group}|${name}`, filter)
		return {}
	},
})

/** CloudWatch Logs on behalf of a group, as functions' policies know it. */
const logsOf = ({ scope }: Call, group: string) => awsService('logs', `${groupArn(scope, group)}:*`)

/** CloudWatch Logs tries the function first; moto's words. */
async function assertCallable(call: Call, group: string, FunctionName: string): Promise<void> {
	try {
		await call.invoke(logsOf(call, group), 'lambda', 'Invoke', { FunctionName, InvocationType: 'DryRun' })
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		throw invalidParameter(
			'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
		)
	}
}

export const describeSubscriptionFilters = operation<DescribeSubscriptionFiltersRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'DescribeSubscriptionFilters', logGroupName),
	run({ logGroupName = '', filterNamePrefix = '', ...paging }, call) {
		requireGroup(call, logGroupName)
		const found = filtersOf(call, logGroupName).filter(({ name }) => name.startsWith(filterNamePrefix))
		const { page, nextToken } = pageOf(found, paging)
		return {
			subscriptionFilters: page.map(({ name, group, pattern, destinationArn, createdAt }) => ({
				filterName: name,
				logGroupName: group,
				filterPattern: pattern,
				destinationArn,
				distribution: 'ByLogStream',
				creationTime: createdAt,
			})),
			nextToken,
		}
	},
})

export const deleteSubscriptionFilter = operation<DeleteSubscriptionFilterRequest, object>({
	access: ({ logGroupName = '' }, call) => groupAccess(call, 'DeleteSubscriptionFilter', logGroupName),
	run({ logGroupName = '', filterName = '' }, call) {
		requireGroup(call, logGroupName)
		if (!call.world.delete(subscriptionFilters, call.scope, `${logGroupName}|${filterName}`))
			throw new AwsError('ResourceNotFoundException', 'The specified subscription filter does not exist.')
		return {}
	},
})

function filtersOf(call: Call, group: string): Array<Readonly<SubscriptionFilter>> {
	return call.world.list(subscriptionFilters, call.scope, { prefix: `${group}|` })
}

/**
 * Hands what came in on to the functions that subscribe to it, at once. What a
 * function cannot take is lost, and nobody who writes is told:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/SubscriptionFilters.html
 */
export async function handOn(
	call: Call,
	stream: Readonly<LogStream>,
	events: ReadonlyArray<NewEvent>,
): Promise<void> {
	// A function's own log is not handed on to it, lest it call itself for ever.
	for (const filter of filtersOf(call, stream.group)) {
		if (stream.group === `/aws/lambda/${parseArn(filter.destinationArn)?.resource.split(':')[1]}`) continue
		const pattern = compilePattern(filter.pattern)
		const fitting: Array<NewEvent & { index: number }> = []
		for await (const event of fittingEvents(pattern, events)) fitting.push(event)
		if (fitting.length > 0) await send(call, stream, filter, fitting)
	}
}

async function send(
	call: Call,
	stream: Readonly<LogStream>,
	{ name, group, destinationArn }: Readonly<SubscriptionFilter>,
	events: ReadonlyArray<NewEvent & { index: number }>,
): Promise<void> {
	const message = {
		messageType: 'DATA_MESSAGE',
		owner: call.scope.account,
		logGroup: group,
		logStream: stream.name,
		subscriptionFilters: [name],
		logEvents: events.map(({ at, message: text, index }) => ({
			id: eventId({ at, stream: stream.number, chunk: stream.chunks + 1, index }),
			timestamp: at,
			message: text,
		})),
	}
	const data = (await compress(JSON.stringify(message))).toString('base64')
	const Payload = new TextEncoder().encode(JSON.stringify({ awslogs: { data } }))
	try {
		await call.invoke(logsOf(call, group), 'lambda', 'Invoke', {
			...{ FunctionName: destinationArn, InvocationType: 'Event', Payload },
		})
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
	}
}
