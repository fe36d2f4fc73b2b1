import type { Service } from '../../service.ts'
import { filterLogEvents } from './events/filter-log-events.ts'
import { getLogEvents } from './events/get-log-events.ts'
import { putLogEvents } from './events/put-log-events.ts'
import {
	associateKmsKey,
	createLogGroup,
	deleteLogGroup,
	deleteRetentionPolicy,
	describeLogGroups,
	disassociateKmsKey,
	putLogGroupDeletionProtection,
	putRetentionPolicy,
} from './groups.ts'
import { describeQueries, getQueryResults, startQuery, stopQuery } from './insights/queries.ts'
import {
	deleteMetricFilter,
	describeMetricFilters,
	putMetricFilter,
	testMetricFilter,
} from './metric-filters.ts'
import { deleteResourcePolicy, describeResourcePolicies, putResourcePolicy } from './resource-policies.ts'
import { createLogStream, deleteLogStream, describeLogStreams } from './streams.ts'
import {
	deleteSubscriptionFilter,
	describeSubscriptionFilters,
	putSubscriptionFilter,
} from './subscription-filters.ts'
import {
	listTagsForResource,
	listTagsLogGroup,
	tagLogGroup,
	tagResource,
	untagLogGroup,
	untagResource,
} from './tags.ts'

/** Amazon CloudWatch Logs. */
export const logs: Service = {
	name: 'logs',
	// Events are kept once, by the service; the journal's account of a call leaves them out.
	secrets: new Set(['logEvents', 'events', 'results', 'logEventMessages', 'matches']),
	operations: {
		AssociateKmsKey: associateKmsKey,
		CreateLogGroup: createLogGroup,
		CreateLogStream: createLogStream,
		DeleteLogGroup: deleteLogGroup,
		DeleteLogStream: deleteLogStream,
		DeleteMetricFilter: deleteMetricFilter,
		DeleteResourcePolicy: deleteResourcePolicy,
		DeleteRetentionPolicy: deleteRetentionPolicy,
		DeleteSubscriptionFilter: deleteSubscriptionFilter,
		DescribeLogGroups: describeLogGroups,
		DescribeLogStreams: describeLogStreams,
		DescribeMetricFilters: describeMetricFilters,
		DescribeQueries: describeQueries,
		DescribeResourcePolicies: describeResourcePolicies,
		DescribeSubscriptionFilters: describeSubscriptionFilters,
		DisassociateKmsKey: disassociateKmsKey,
		FilterLogEvents: filterLogEvents,
		GetLogEvents: getLogEvents,
		GetQueryResults: getQueryResults,
		ListTagsForResource: listTagsForResource,
		ListTagsLogGroup: listTagsLogGroup,
		PutLogEvents: putLogEvents,
		PutLogGroupDeletionProtection: putLogGroupDeletionProtection,
		PutMetricFilter: putMetricFilter,
		PutResourcePolicy: putResourcePolicy,
		PutRetentionPolicy: putRetentionPolicy,
		PutSubscriptionFilter: putSubscriptionFilter,
		StartQuery: startQuery,
		StopQuery: stopQuery,
		TagLogGroup: tagLogGroup,
		TagResource: tagResource,
		TestMetricFilter: testMetricFilter,
		UntagLogGroup: untagLogGroup,
		UntagResource: untagResource,
	},
}
