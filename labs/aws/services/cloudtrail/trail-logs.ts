import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import { requirePassRole } from '../iam/policies/pass-role.ts'
import { groupName, requireGroup } from '../logs/arns.ts'
import { openLog, writeLog } from '../logs/deliver.ts'
import { assumeServiceRole, RoleNotAssumable } from '../sts/service-roles.ts'
import type { Trail } from './collections.ts'
import { trailArn } from './find.ts'
import type { TrailRecord } from './trail-record.ts'

const SERVICE = 'cloudtrail.amazonaws.com'

/** The log group that a trail is to write to, with its role; refuses one without the other. The wording is ours. */
export function logGroupOf(
	call: Call,
	input: { CloudWatchLogsLogGroupArn?: string; CloudWatchLogsRoleArn?: string },
): Pick<Trail, 'logGroupArn' | 'logRoleArn'> {
	const { CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: logRoleArn } = input
	if (logGroupArn === undefined && logRoleArn === undefined) return {}
	if (logGroupArn === undefined)
		throw new AwsError(
			'InvalidCloudWatchLogsLogGroupArnException',
			'A role needs the ARN of a log group beside it.',
		)
	if (logRoleArn === undefined)
		throw new AwsError(
			'InvalidCloudWatchLogsRoleArnException',
			'A log group needs the ARN of a role beside it.',
		)
	requirePassRole(call, logRoleArn, SERVICE)
	requireGroup(call, groupName(logGroupArn))
	return { logGroupArn, logRoleArn }
}

/** Writes events to the trail's log group, each by itself; answers when, or why not. */
export async function logRecords(
	call: Call,
	{ name, region, logGroupArn, logRoleArn = '' }: Readonly<Trail>,
	records: ReadonlyArray<TrailRecord>,
): Promise<Pick<Trail, 'loggedAt' | 'logError'>> {
	if (logGroupArn === undefined) return {}
	const { account } = call.scope
	const source = { arn: trailArn({ account, region }, name), account }
	try {
		const role = assumeServiceRole(call, logRoleArn, SERVICE, 'CLOUDWATCH_LOGS_DELIVERY_SESSION', source)
		for (const [from, own] of Map.groupBy(records, ({ awsRegion }) => awsRegion)) {
			const target = { group: groupName(logGroupArn), stream: `${account}_CloudTrail_${from}` }
			await openLog(call, role, target)
			const lines = own.map((record) => ({ at: Date.parse(record.eventTime), text: JSON.stringify(record) }))
			const isWritten = await writeLog(
				call,
				role,
				target,
				lines.toSorted((one, other) => one.at - other.at),
			)
			if (!isWritten) return { logError: 'The role may not put events, or there is no room for them.' }
		}
		return { loggedAt: call.now }
	} catch (error) {
		if (error instanceof RoleNotAssumable || error instanceof AwsError) return { logError: error.message }
		throw error
	}
}
