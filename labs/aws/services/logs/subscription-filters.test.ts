import {
	DeleteSubscriptionFilterCommand,
	DescribeSubscriptionFiltersCommand,
	PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { refused } from '../../people.fixture.ts'
import { subscriptionFilters } from './collections.ts'
import { logGroupName, openLogs } from './logs.fixture.ts'

const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const destinationArn = `arn:aws:lambda:eu-west-3:${ACCOUNT}:function:watch`

test('a function that cannot be called is refused, and so is what is no function', async () => {
	const { logs } = await openLogs()
	const put = (input: object) =>
		logs.send(
			new PutSubscriptionFilterCommand({
				...{ logGroupName, filterName: 'errors', filterPattern: 'ERROR', destinationArn, ...input },
			}),
		)
	await expect(put({})).rejects.toEqual(
		refused(
			'InvalidParameterException',
			'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
		),
	)
	await expect(put({ destinationArn: `arn:aws:kinesis:eu-west-3:${ACCOUNT}:stream/x` })).rejects.toEqual(
		refused('InvalidParameterException', 'destinationArn for vendor kinesis cannot be used without roleArn'),
	)
	await expect(put({ logGroupName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
	await expect(put({ filterPattern: 'a-b' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('what fits is handed to the function in one call, in AWS’s form, and what it cannot take is lost silently', async () => {
	const { logs, put, sandbox } = await openLogs()
	const filter = { name: 'errors', group: logGroupName, pattern: 'ERROR', destinationArn, createdAt: 0 }
	await sandbox.arrange(
		'Subscribe',
		(call) => call.world.put(subscriptionFilters, SCOPE, `${logGroupName}|errors`, filter),
		SCOPE,
	)
	await put(['INFO a', 'ERROR b', 'ERROR c'])
	const calls = (await sandbox.entries()).flatMap((entry) => entry.calls)
	expect(calls).toMatchObject([
		{
			service: 'lambda',
			operation: 'Invoke',
			principal: { type: 'service', service: 'logs.amazonaws.com' },
			request: { FunctionName: destinationArn, InvocationType: 'Event' },
		},
	])
	const { subscriptionFilters: found } = await logs.send(
		new DescribeSubscriptionFiltersCommand({ logGroupName }),
	)
	expect(found).toMatchObject([{ filterName: 'errors', filterPattern: 'ERROR', destinationArn }])
	const remove = () => logs.send(new DeleteSubscriptionFilterCommand({ logGroupName, filterName: 'errors' }))
	await remove()
	await expect(remove()).rejects.toEqual(
		refused('ResourceNotFoundException', 'The specified subscription filter does not exist.'),
	)
})
