import type { PhaseOutcome, PhasePlan } from '#labs/aws/services/codebuild/build-work.ts'
import { GuestShell } from '../shell.ts'
import { Surroundings } from '../surroundings.ts'
import { openArchive } from './archive.ts'
import { collectArtifact, NoArtifacts } from './artifacts.ts'
import type { BuildJob, BuildOutcome } from './build-job.ts'
import { BuildLog } from './build-log.ts'
import { collectReport } from './reports.ts'

/** What ended the build from outside its commands. */
const STOPPED = {
	timeout: { status: 'TIMED_OUT', code: 'BUILD_TIMED_OUT', message: 'Build has timed out.' },
	'real-time': {
		status: 'TIMED_OUT',
		code: 'BUILD_TIMED_OUT',
		message: 'Build has timed out. The build host of this emulator gives a build 30 seconds of real time.',
	},
	output: {
		status: 'FAILED',
		code: 'CLIENT_ERROR',
		message: 'The build wrote more than the 1 MiB of output that the build host of this emulator takes.',
	},
} as const

/**
 * Runs the phases of a build in CodeBuild's order: a failure in INSTALL or
 * PRE_BUILD ends it, one in BUILD leaves POST_BUILD and the artifacts to be tried.
 */
export async function runBuild(job: BuildJob, deadline: number): Promise<BuildOutcome> {
	const { startsAt, timeoutMs, seed } = job
	const surroundings = new Surroundings({ startsAt, timeoutMs, seed, deadline })
	const log = new BuildLog(surroundings, job.secrets)
	for (const line of job.header) log.note(line)
	const shell = new GuestShell({
		cwd: job.cwd,
		env: job.env,
		surroundings,
		...(job.endpoint && { endpoint: job.endpoint }),
		isPrivileged: job.isPrivileged === true,
	})
	const build = new Build(job, shell, surroundings, log)
	return build.run()
}

class Build {
	readonly #job: BuildJob
	readonly #shell: GuestShell
	readonly #surroundings: Surroundings
	readonly #log: BuildLog
	readonly #phases: Array<PhaseOutcome> = []

	constructor(job: BuildJob, shell: GuestShell, surroundings: Surroundings, log: BuildLog) {
		this.#job = job
		this.#shell = shell
		this.#surroundings = surroundings
		this.#log = log
	}

	async run(): Promise<BuildOutcome> {
		for (const { directory, zip } of this.#job.sources) {
			for (const [path, bytes] of zip ? openArchive(zip) : [])
				this.#shell.writeFile(`${directory}/${path}`, bytes)
		}
		this.#shell.set('CODEBUILD_BUILD_SUCCEEDING', '1')
		const goesOn = await this.#runPhases()
		const reports = []
		for (const plan of this.#job.reports)
			reports.push(await collectReport(plan, this.#job.cwd, this.#shell.fs, this.#log))
		const artifacts = goesOn ? await this.#upload() : []
		const exported = Object.fromEntries(
			this.#job.exportedVariables.map((name) => [name, this.#shell.env[name] ?? '']),
		)
		return { phases: this.#phases, log: this.#log.lines, exported, artifacts, reports }
	}

	/** Answers whether the artifacts are to be tried. */
	async #runPhases(): Promise<boolean> {
		for (const plan of this.#job.phases) {
			const outcome = await this.#runPhase(plan)
			this.#end(outcome)
			if (outcome.status === 'SUCCEEDED') continue
			this.#shell.set('CODEBUILD_BUILD_SUCCEEDING', '0')
			if (this.#surroundings.stopped) return false
			if (plan.onFailure.action === 'CONTINUE') continue
			if (plan.type === 'INSTALL' || plan.type === 'PRE_BUILD') return false
			if (plan.onFailure.action === 'ABORT') return false
		}
		return true
	}

	async #runPhase(plan: PhasePlan): Promise<PhaseOutcome> {
		const began = this.#surroundings.elapsed()
		this.#log.note(`Entering phase ${plan.type}`)
		const { retries = 0, pattern, action } = plan.onFailure
		let failure = await this.#runCommands(plan)
		for (
			let left = action === 'RETRY' ? retries : 0;
			failure && left > 0 && !this.#surroundings.stopped;
			left--
		) {
			if (pattern !== undefined && !failure.output.includes(pattern)) break
			failure = await this.#runCommands(plan)
		}
		const durationMs = this.#surroundings.elapsed() - began
		const stopped = this.#surroundings.stopped
		if (stopped) return { type: plan.type, ...STOPPED[stopped], durationMs }
		if (!failure) return { type: plan.type, status: 'SUCCEEDED', code: '', message: '', durationMs }
		return {
			type: plan.type,
			status: 'FAILED',
			code: 'COMMAND_EXECUTION_ERROR',
			message: `Error while executing command: ${this.#log.mask(failure.command)}. Reason: exit status ${failure.exitCode}`,
			durationMs,
		}
	}

	/** The first command that fails ends its list; `finally` comes in any case. */
	async #runCommands(plan: PhasePlan) {
		const failure = await this.#runList(plan.commands)
		const lastFailure = await this.#runList(plan.finally)
		return failure ?? lastFailure
	}

	async #runList(commands: ReadonlyArray<string>) {
		for (const command of commands) {
			if (this.#surroundings.stopped) return
			this.#log.note(`Running command ${command}`)
			if (!this.#job.keepsState) this.#shell.moveTo(this.#job.cwd)
			const { output, exitCode } = await this.#shell.run(command)
			this.#log.output(output)
			if (exitCode === 0) continue
			this.#log.note(`Command did not exit successfully ${command} exit status ${exitCode}`)
			return { command, exitCode, output }
		}
	}

	#end(outcome: PhaseOutcome): void {
		this.#phases.push(outcome)
		this.#log.note(`Phase complete: ${outcome.type} State: ${outcome.status}`)
		this.#log.note(`Phase context status code: ${outcome.code} Message: ${outcome.message}`)
	}

	async #upload() {
		const began = this.#surroundings.elapsed()
		const artifacts = []
		let problem = ''
		try {
			for (const plan of this.#job.artifacts) {
				artifacts.push(await collectArtifact(plan, this.#job.cwd, this.#shell, this.#log))
			}
		} catch (error) {
			if (!(error instanceof NoArtifacts)) throw error
			problem = error.message
		}
		this.#end({
			type: 'UPLOAD_ARTIFACTS',
			status: problem === '' ? 'SUCCEEDED' : 'FAILED',
			code: problem === '' ? '' : 'CLIENT_ERROR',
			message: problem,
			durationMs: this.#surroundings.elapsed() - began,
		})
		return problem === '' ? artifacts : []
	}
}
