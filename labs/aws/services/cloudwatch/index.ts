import type { Service } from '../../service.ts'
import {
	deleteAlarms,
	describeAlarmHistory,
	describeAlarms,
	describeAlarmsForMetric,
	disableAlarmActions,
	enableAlarmActions,
	setAlarmState,
} from './alarms/alarms.ts'
import { evaluate } from './alarms/evaluate.ts'
import { putCompositeAlarm, putMetricAlarm } from './alarms/put-alarm.ts'
import { deleteDashboards, getDashboard, listDashboards, putDashboard } from './dashboards.ts'
import { getMetricData } from './metrics/get-metric-data.ts'
import { getMetricStatistics } from './metrics/get-metric-statistics.ts'
import { listMetrics } from './metrics/list-metrics.ts'
import { putMetricData } from './metrics/put-metric-data.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'

/** Amazon CloudWatch: metrics, alarms, dashboards. */
export const cloudwatch: Service = {
	name: 'cloudwatch',
	operations: {
		DeleteAlarms: deleteAlarms,
		DeleteDashboards: deleteDashboards,
		DescribeAlarmHistory: describeAlarmHistory,
		DescribeAlarms: describeAlarms,
		DescribeAlarmsForMetric: describeAlarmsForMetric,
		DisableAlarmActions: disableAlarmActions,
		EnableAlarmActions: enableAlarmActions,
		GetDashboard: getDashboard,
		GetMetricData: getMetricData,
		GetMetricStatistics: getMetricStatistics,
		ListDashboards: listDashboards,
		ListMetrics: listMetrics,
		ListTagsForResource: listTagsForResource,
		PutCompositeAlarm: putCompositeAlarm,
		PutDashboard: putDashboard,
		PutMetricAlarm: putMetricAlarm,
		PutMetricData: putMetricData,
		SetAlarmState: setAlarmState,
		TagResource: tagResource,
		UntagResource: untagResource,
	},
	async step(subject, call) {
		const [, alarm] = /^evaluate\|(.+)$/s.exec(subject) ?? []
		if (alarm !== undefined) await evaluate(call, alarm)
	},
}
