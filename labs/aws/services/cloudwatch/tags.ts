import type {
	ListTagsForResourceInput,
	TagResourceInput,
	UntagResourceInput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { alarmAccess, alarmName } from './arns.ts'
import { invalidValue } from './cloudwatch-error.ts'
import { alarms } from './collections.ts'

const TAGS_AT_MOST = 50

function requireAlarm(call: Call, arn: string) {
	const alarm = call.world.get(alarms, call.scope, alarmName(arn))
	if (!alarm)
		throw new AwsError('ResourceNotFoundException', 'Unknown', 404, {
			ResourceType: 'alarm',
			ResourceId: alarmName(arn),
		})
	return alarm
}

export const tagResource = operation<TagResourceInput, object>({
	access: ({ ResourceARN = '' }, call) => alarmAccess(call, 'TagResource', alarmName(ResourceARN)),
	run({ ResourceARN = '', Tags = [] }, call) {
		const alarm = requireAlarm(call, ResourceARN)
		const tags = {
			...alarm.tags,
			...Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
		}
		if (Object.keys(tags).length > TAGS_AT_MOST) throw invalidValue('An alarm can have no more than 50 tags.')
		call.world.put(alarms, call.scope, alarm.name, { ...alarm, tags })
		return {}
	},
})

export const untagResource = operation<UntagResourceInput, object>({
	access: ({ ResourceARN = '' }, call) => alarmAccess(call, 'UntagResource', alarmName(ResourceARN)),
	run({ ResourceARN = '', TagKeys = [] }, call) {
		const alarm = requireAlarm(call, ResourceARN)
		const tags = Object.fromEntries(Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key)))
		call.world.put(alarms, call.scope, alarm.name, { ...alarm, tags })
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceInput, object>({
	access: ({ ResourceARN = '' }, call) => alarmAccess(call, 'ListTagsForResource', alarmName(ResourceARN)),
	run({ ResourceARN = '' }, call) {
		const { tags } = requireAlarm(call, ResourceARN)
		return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
	},
})
