import type {
	BatchGetReportGroupsInput,
	BatchGetReportsInput,
	CreateReportGroupInput,
	DeleteReportGroupInput,
	DeleteReportInput,
	DescribeTestCasesInput,
	ListReportGroupsInput,
	ListReportsForReportGroupInput,
	ListReportsInput,
	UpdateReportGroupInput,
} from '@aws-sdk/client-codebuild'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { anyAccess, reportGroupAccess, reportGroupArn } from './arns.ts'
import { invalidInput, notFound } from './codebuild-error.ts'
import { type Report, type ReportGroup, reportGroups, reports } from './collections.ts'
import { filled, missing, pageOf } from './pages.ts'

/** Reports expire: https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const KEPT_MS = 30 * 24 * 3_600_000

const nameOf = (arn: string) => arn.replace(/^.*:report-group\//, '')
const idOf = (arn: string) => arn.replace(/^.*:report\//, '')
/** Asks for each group that a member of the input names, itself or by its reports. */
function onGroups(name: string, member: string) {
	return (input: object, call: Call) => {
		const named = (input as Record<string, string | Array<string> | undefined>)[member] ?? []
		return [named].flat().map((arn) => reportGroupAccess(call.scope, name, arn))
	}
}

function groupAnswer({ createdAt, modifiedAt, ...group }: Readonly<ReportGroup>) {
	return { ...group, created: new Date(createdAt), lastModified: new Date(modifiedAt), status: 'ACTIVE' }
}

function reportAnswer(
	call: Call,
	{ arn, group, name, executionId, status, createdAt, isTruncated, cases }: Readonly<Report>,
) {
	const statusCounts: Record<string, number> = { ERROR: 0, FAILED: 0, SKIPPED: 0, SUCCEEDED: 0, UNKNOWN: 0 }
	for (const one of cases) statusCounts[one.status] = (statusCounts[one.status] ?? 0) + 1
	return {
		arn,
		type: 'TEST',
		name,
		reportGroupArn: reportGroupArn(call.scope, group),
		executionId,
		status,
		created: new Date(createdAt),
		expired: new Date(createdAt + KEPT_MS),
		exportConfig: { exportConfigType: 'NO_EXPORT' },
		truncated: isTruncated,
		testSummary: {
			total: cases.length,
			statusCounts,
			durationInNanoSeconds: Math.round(cases.reduce((sum, { durationMs }) => sum + durationMs, 0) * 1e6),
		},
	}
}

export const createReportGroup = operation<CreateReportGroupInput, object>({
	access: ({ name = '' }, call) =>
		reportGroupAccess(call.scope, 'CreateReportGroup', reportGroupArn(call.scope, name)),
	run({ name = '', type = 'TEST', exportConfig = {}, tags = [] }, call) {
		const arn = reportGroupArn(call.scope, name)
		if (call.world.get(reportGroups, call.scope, name))
			throw new AwsError('ResourceAlreadyExistsException', `Report group already exists: ${arn}`)
		const group: ReportGroup = {
			arn,
			name,
			type,
			exportConfig,
			tags,
			createdAt: call.now,
			modifiedAt: call.now,
		}
		return { reportGroup: groupAnswer(call.world.put(reportGroups, call.scope, name, group)) }
	},
})

export const updateReportGroup = operation<UpdateReportGroupInput, object>({
	access: onGroups('UpdateReportGroup', 'arn'),
	run({ arn = '', exportConfig, tags }, call) {
		const group = requireGroup(call, arn)
		const changed = {
			...group,
			...(exportConfig && { exportConfig }),
			...(tags && { tags }),
			modifiedAt: call.now,
		}
		return { reportGroup: groupAnswer(call.world.put(reportGroups, call.scope, group.name, changed)) }
	},
})

export const deleteReportGroup = operation<DeleteReportGroupInput, object>({
	access: onGroups('DeleteReportGroup', 'arn'),
	run({ arn = '', deleteReports }, call) {
		const own = call.world.entries(reports, call.scope, { prefix: `${nameOf(arn)}:` })
		if (own.length > 0 && !deleteReports)
			throw invalidInput(`The report group contains reports: ${arn}. Delete them first or set deleteReports`)
		for (const [id] of own) call.world.delete(reports, call.scope, id)
		call.world.delete(reportGroups, call.scope, nameOf(arn))
		return {}
	},
})

export const batchGetReportGroups = operation<BatchGetReportGroupsInput, object>({
	access: onGroups('BatchGetReportGroups', 'reportGroupArns'),
	run({ reportGroupArns = [] }, call) {
		const found = reportGroupArns.map((arn) => call.world.get(reportGroups, call.scope, nameOf(arn)))
		return {
			...filled(
				'reportGroups',
				found.flatMap((group) => (group ? [groupAnswer(group)] : [])),
			),
			...missing('reportGroupsNotFound', reportGroupArns, found),
		}
	},
})

export const listReportGroups = operation<ListReportGroupsInput, object>({
	access: () => anyAccess('ListReportGroups'),
	run(paging, call) {
		const { page, nextToken } = pageOf(call.world.list(reportGroups, call.scope), paging)
		return {
			...filled(
				'reportGroups',
				page.map(({ arn }) => arn),
			),
			nextToken,
		}
	},
})

export const batchGetReports = operation<BatchGetReportsInput, object>({
	access: onGroups('BatchGetReports', 'reportArns'),
	run({ reportArns = [] }, call) {
		const found = reportArns.map((arn) => call.world.get(reports, call.scope, idOf(arn)))
		return {
			...filled(
				'reports',
				found.flatMap((report) => (report ? [reportAnswer(call, report)] : [])),
			),
			...missing('reportsNotFound', reportArns, found),
		}
	},
})

export const deleteReport = operation<DeleteReportInput, object>({
	access: onGroups('DeleteReport', 'arn'),
	run({ arn = '' }, call) {
		call.world.delete(reports, call.scope, idOf(arn))
		return {}
	},
})

function listed(
	call: Call,
	prefix: string,
	{ sortOrder = 'DESCENDING', filter, ...paging }: ListReportsInput,
) {
	const all = call.world.list(reports, call.scope, prefix === '' ? {} : { prefix })
	const wanted = all.filter(({ status }) => filter?.status === undefined || filter.status === status)
	wanted.sort((a, b) => a.createdAt - b.createdAt)
	const { page, nextToken } = pageOf(wanted, { sortOrder, ...paging })
	return {
		...filled(
			'reports',
			page.map(({ arn }) => arn),
		),
		nextToken,
	}
}

export const listReports = operation<ListReportsInput, object>({
	access: () => anyAccess('ListReports'),
	run: (input, call) => listed(call, '', input),
})

export const listReportsForReportGroup = operation<ListReportsForReportGroupInput, object>({
	access: onGroups('ListReportsForReportGroup', 'reportGroupArn'),
	run({ reportGroupArn: arn = '', ...input }, call) {
		return listed(call, `${requireGroup(call, arn).name}:`, input)
	},
})

export const describeTestCases = operation<DescribeTestCasesInput, object>({
	access: onGroups('DescribeTestCases', 'reportArn'),
	run({ reportArn: arn = '', filter = {}, ...paging }, call) {
		const report = call.world.get(reports, call.scope, idOf(arn))
		if (!report) throw notFound(`Report does not exist: ${arn}`)
		const wanted = report.cases.filter(
			({ status, name }) =>
				(filter.status === undefined || filter.status === status) &&
				(filter.keyword === undefined || name.includes(filter.keyword)),
		)
		const { page, nextToken } = pageOf(wanted, paging)
		const expired = new Date(report.createdAt + KEPT_MS)
		const testCases = page.map(({ name, prefix, status, durationMs, message }) => ({
			reportArn: arn,
			...{ name, prefix, status, message, expired },
			durationInNanoSeconds: Math.round(durationMs * 1e6),
		}))
		return { ...filled('testCases', testCases), nextToken }
	},
})

function requireGroup(call: Call, arn: string): Readonly<ReportGroup> {
	const group = call.world.get(reportGroups, call.scope, nameOf(arn))
	if (!group) throw notFound(`Report group does not exist: ${arn}`)
	return group
}
