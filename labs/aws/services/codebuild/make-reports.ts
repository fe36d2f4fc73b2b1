import type { Call } from '../../service.ts'
import { reportArn, reportGroupArn } from './arns.ts'
import type { ReportOutcome } from './build-work.ts'
import { type Build, type ReportGroup, reportGroups, reports } from './collections.ts'

/** Keeps the reports of a build; a group that is not there yet is made, named `<project>-<name>`. */
export function keepReports(
	call: Call,
	build: Readonly<Build>,
	made: ReadonlyArray<ReportOutcome>,
): Array<string> {
	return made.map(({ name, cases, isTruncated, problem }) => {
		const group = groupOf(call, build, name)
		const uuid = call.ids.uuid()
		const arn = reportArn(call.scope, `${group.name}:${uuid}`)
		const isRed = cases.some(({ status }) => status === 'FAILED' || status === 'ERROR')
		call.world.put(reports, call.scope, `${group.name}:${uuid}`, {
			arn,
			group: group.name,
			name: uuid,
			executionId: build.arn,
			status: problem !== undefined ? 'INCOMPLETE' : isRed ? 'FAILED' : 'SUCCEEDED',
			createdAt: call.now,
			isTruncated,
			cases,
		})
		return arn
	})
}

function groupOf(call: Call, { projectName }: Readonly<Build>, name: string): Readonly<ReportGroup> {
	const own = name.startsWith('arn:') ? name.replace(/^.*:report-group\//, '') : `${projectName}-${name}`
	const known = call.world.get(reportGroups, call.scope, own)
	if (known) return known
	return call.world.put(reportGroups, call.scope, own, {
		arn: reportGroupArn(call.scope, own),
		name: own,
		type: 'TEST',
		exportConfig: { exportConfigType: 'NO_EXPORT' },
		tags: [],
		createdAt: call.now,
		modifiedAt: call.now,
	})
}
