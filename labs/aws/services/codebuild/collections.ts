import type {
	CreateProjectInput,
	ProjectArtifacts,
	ProjectSource,
	ReportExportConfig,
	StartBuildInput,
	StatusType,
	Tag,
} from '@aws-sdk/client-codebuild'
import { collection } from '../../world/world.ts'
import type { BuildAnswer, TestCase } from './build-work.ts'

/** What a caller said of a project, with when. Dates are virtual epoch milliseconds. */
export interface Project extends Omit<CreateProjectInput, 'name'> {
	name: string
	createdAt: number
	modifiedAt: number
	/** Builds that it has had; numbers are not used again. */
	builds: number
}

/** Id: the project's name. */
export const projects = collection<Project>('codebuild', 'projects')

export interface Phase {
	type: string
	status?: StatusType
	startedAt: number
	endedAt?: number
	/** Left out where the phase has no contexts at all. */
	context?: { statusCode: string; message: string }
}

export interface Build {
	id: string
	arn: string
	uuid: string
	number: number
	projectName: string
	status: StatusType
	startedAt: number
	endedAt?: number
	initiator: string
	/** The input that began it, for RetryBuild. */
	input: StartBuildInput
	serviceRole: string
	sourceVersion?: string
	source: ProjectSource
	secondarySources: ReadonlyArray<ProjectSource>
	artifacts: ProjectArtifacts
	secondaryArtifacts: ReadonlyArray<ProjectArtifacts>
	environment: NonNullable<CreateProjectInput['environment']>
	timeoutInMinutes: number
	queuedTimeoutInMinutes: number
	encryptionKey?: string
	phases: ReadonlyArray<Phase>
	exported: ReadonlyArray<{ name: string; value: string }>
	/** Where its artifacts are, by identifier; the primary one's is empty. */
	locations: Readonly<Record<string, string>>
	reportArns: ReadonlyArray<string>
	/** What the build host brought, until it counts. */
	outcome?: Omit<BuildAnswer, 'log' | 'reports'>
	/** Where its log goes in CloudWatch Logs; left out where its project wants none there. */
	logs?: { group: string; stream: string }
	/** Name of the blob that holds its log until it is delivered, a `LogLine` on each line. */
	log?: string
}

/** Id: the build's own, `project:uuid`. */
export const builds = collection<Build>('codebuild', 'builds')

/** Ids of builds, in the order of their begin. Id: a number of its own, zero-padded. */
export const buildOrder = collection<{ id: string; projectName: string }>('codebuild', 'build-order')
/** The same for each project. Id: `project|number`, the number zero-padded. */
export const projectBuilds = collection<{ id: string }>('codebuild', 'project-builds')
/** Builds that go on. Id: `project|uuid`. */
export const running = collection<{ id: string }>('codebuild', 'running')
export const counters = collection<{ count: number }>('codebuild', 'counters')

/** Builds begun with a token, for five minutes. Id: the token. */
export const tokens = collection<{ id: string; input: string; at: number }>('codebuild', 'tokens')

export interface ReportGroup {
	arn: string
	name: string
	type: 'TEST' | 'CODE_COVERAGE'
	exportConfig: ReportExportConfig
	tags: ReadonlyArray<Tag>
	createdAt: number
	modifiedAt: number
}

/** Id: its name. */
export const reportGroups = collection<ReportGroup>('codebuild', 'report-groups')

export interface Report {
	arn: string
	group: string
	name: string
	executionId: string
	status: 'SUCCEEDED' | 'FAILED' | 'INCOMPLETE'
	createdAt: number
	isTruncated: boolean
	cases: ReadonlyArray<TestCase>
}

/** Id: `group:uuid`. */
export const reports = collection<Report>('codebuild', 'reports')
