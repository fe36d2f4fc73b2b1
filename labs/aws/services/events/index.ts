import type { Service } from '../../service.ts'
import { createEventBus, deleteEventBus, describeEventBus, listEventBuses } from './buses.ts'
import { putEvents } from './put-events.ts'
import {
	deleteRule,
	describeRule,
	disableRule,
	enableRule,
	listRules,
	listTagsForResource,
	putRule,
	tagResource,
	testEventPattern,
	untagResource,
} from './rules.ts'
import { step } from './step.ts'
import { listRuleNamesByTarget, listTargetsByRule, putTargets, removeTargets } from './targets.ts'

/** Amazon EventBridge: rules over what services tell and what is put, on patterns and on time. */
export const events: Service = {
	name: 'events',
	operations: {
		CreateEventBus: createEventBus,
		DeleteEventBus: deleteEventBus,
		DeleteRule: deleteRule,
		DescribeEventBus: describeEventBus,
		DescribeRule: describeRule,
		DisableRule: disableRule,
		EnableRule: enableRule,
		ListEventBuses: listEventBuses,
		ListRuleNamesByTarget: listRuleNamesByTarget,
		ListRules: listRules,
		ListTagsForResource: listTagsForResource,
		ListTargetsByRule: listTargetsByRule,
		PutEvents: putEvents,
		PutRule: putRule,
		PutTargets: putTargets,
		RemoveTargets: removeTargets,
		TagResource: tagResource,
		TestEventPattern: testEventPattern,
		UntagResource: untagResource,
	},
	step,
}
