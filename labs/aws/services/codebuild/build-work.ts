// What the build host is asked for, and what comes back. Everything in it has
// been decided by the service; the guest only does it.

export type PhaseType = 'INSTALL' | 'PRE_BUILD' | 'BUILD' | 'POST_BUILD'

export interface PhasePlan {
	type: PhaseType
	commands: ReadonlyArray<string>
	finally: ReadonlyArray<string>
	onFailure: OnFailure
}

export interface OnFailure {
	/** Without one, CodeBuild's usual order: only INSTALL and PRE_BUILD end the build. */
	action?: 'ABORT' | 'CONTINUE' | 'RETRY'
	/** Further tries of the phase. */
	retries?: number
	/** Only output that matches is tried again. */
	pattern?: string
}

export interface ArtifactPlan {
	/** Empty for the primary one. */
	id: string
	files: ReadonlyArray<string>
	baseDirectory: string
	excludePaths: ReadonlyArray<string>
	discardPaths: boolean
	/** May hold `$(command)` and `$VARIABLE`. */
	name?: string
}

export interface ReportPlan {
	name: string
	files: ReadonlyArray<string>
	baseDirectory: string
	fileFormat: string
}

export interface BuildRequest {
	/** Zips by the names of their blobs, unfolded into their folders. */
	sources: ReadonlyArray<{ directory: string; blob?: string }>
	cwd: string
	env: Readonly<Record<string, string>>
	/** Whether docker has its daemon. */
	isPrivileged?: boolean
	/** What the log says before the first phase. */
	header: ReadonlyArray<string>
	/** Values that no line of the log may show. */
	secrets: ReadonlyArray<string>
	/** Whether folder and variables last from one command to the next: version 0.2. */
	keepsState: boolean
	phases: ReadonlyArray<PhasePlan>
	exportedVariables: ReadonlyArray<string>
	artifacts: ReadonlyArray<ArtifactPlan>
	reports: ReadonlyArray<ReportPlan>
	/** Epoch milliseconds of the build's own time. */
	startsAt: number
	timeoutMs: number
	seed: string
}

export interface PhaseOutcome {
	type: PhaseType | 'UPLOAD_ARTIFACTS'
	status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT'
	code: string
	message: string
	/** Milliseconds of the build's own time. */
	durationMs: number
}

/** A line of a build's log, as its blob holds them: one JSON text each. */
export interface LogLine {
	/** The build's own time, epoch milliseconds. */
	at: number
	text: string
}

export interface TestCase {
	name: string
	prefix: string
	status: 'SUCCEEDED' | 'FAILED' | 'ERROR' | 'SKIPPED'
	durationMs: number
	message: string
}

export interface ReportOutcome {
	name: string
	cases: ReadonlyArray<TestCase>
	isTruncated: boolean
	/** Why there is no report, in place of cases. */
	problem?: string
}

export interface BuildAnswer {
	phases: ReadonlyArray<PhaseOutcome>
	/** Name of the blob that holds its lines. */
	log: string
	exported: Readonly<Record<string, string>>
	/** Zips, by the names of their blobs. */
	artifacts: ReadonlyArray<{ id: string; name?: string; blob: string }>
	reports: ReadonlyArray<ReportOutcome>
}
