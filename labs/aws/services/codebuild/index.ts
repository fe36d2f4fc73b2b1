import type { Service } from '../../service.ts'
import { beginBuild } from './begin-build.ts'
import { batchDeleteBuilds, batchGetBuilds, listBuilds, listBuildsForProject, stopBuild } from './builds.ts'
import { completeBuild, finishBuild } from './finish-build.ts'
import { listCuratedEnvironmentImages } from './images.ts'
import { batchGetProjects, createProject, deleteProject, listProjects, updateProject } from './projects.ts'
import {
	batchGetReportGroups,
	batchGetReports,
	createReportGroup,
	deleteReport,
	deleteReportGroup,
	describeTestCases,
	listReportGroups,
	listReports,
	listReportsForReportGroup,
	updateReportGroup,
} from './reports.ts'
import { retryBuild, startBuild } from './start-build.ts'

/** AWS CodeBuild; what a build runs, the build host runs. */
export const codebuild: Service = {
	name: 'codebuild',
	operations: {
		BatchDeleteBuilds: batchDeleteBuilds,
		BatchGetBuilds: batchGetBuilds,
		BatchGetProjects: batchGetProjects,
		BatchGetReportGroups: batchGetReportGroups,
		BatchGetReports: batchGetReports,
		CreateProject: createProject,
		CreateReportGroup: createReportGroup,
		DeleteProject: deleteProject,
		DeleteReport: deleteReport,
		DeleteReportGroup: deleteReportGroup,
		DescribeTestCases: describeTestCases,
		ListBuilds: listBuilds,
		ListBuildsForProject: listBuildsForProject,
		ListCuratedEnvironmentImages: listCuratedEnvironmentImages,
		ListProjects: listProjects,
		ListReportGroups: listReportGroups,
		ListReports: listReports,
		ListReportsForReportGroup: listReportsForReportGroup,
		RetryBuild: retryBuild,
		StartBuild: startBuild,
		StopBuild: stopBuild,
		UpdateProject: updateProject,
		UpdateReportGroup: updateReportGroup,
	},
	async step(subject, call) {
		const [kind, id = ''] = subject.split('|')
		if (kind === 'begin') await beginBuild(call, id)
		if (kind === 'complete') await completeBuild(call, id)
	},
	finish: finishBuild,
}
