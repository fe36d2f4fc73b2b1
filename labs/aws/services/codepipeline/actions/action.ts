import type { ActionDeclaration, ErrorDetails, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import type { ActionExecution, ArtifactLocation, Execution, Revision } from '../collections.ts'

/** One try at one action, as its provider sees it. */
export interface ActionRun {
	call: Call
	structure: PipelineDeclaration
	execution: Readonly<Execution>
	declaration: ActionDeclaration
	attempt: Readonly<ActionExecution>
}

/** Something of another service that ends by itself, as it announces it: `call.announce('Ended', { id })`. */
export interface AwaitedEnd {
	service: string
	id: string
}

/** The action goes on. */
export interface Pending {
	state: 'pending'
	/** Virtual time at which `resume` is due; left out when only the outside moves it. */
	until?: number
	/** What else makes `resume` due: that a service announces that something has ended. */
	awaits?: AwaitedEnd
	token?: string
	/** The job that a worker outside is to do. */
	job?: string
	externalExecutionId?: string
	externalExecutionUrl?: string
}

/** The action is over. */
export interface Settled {
	state: 'settled'
	status: 'Succeeded' | 'Failed'
	summary?: string
	percentComplete?: number
	error?: ErrorDetails
	externalExecutionId?: string
	externalExecutionUrl?: string
	outputs?: ReadonlyArray<{ name: string } & ArtifactLocation>
	outputVariables?: Readonly<Record<string, string>>
	revision?: Revision
	updatedBy?: string
}

export type Progress = Pending | Settled

/** What CodePipeline does for one type of action. It settles a failure, it does not throw one. */
export interface ActionProvider {
	start(run: ActionRun): Progress | Promise<Progress>
	/** Called when `until` has come. */
	resume(run: ActionRun): Progress | Promise<Progress>
	/** Console address of what the action works on. */
	entityUrl?(configuration: Readonly<Record<string, string>>, region: string): string
}

export type FailureCode = 'ConfigurationError' | 'PermissionError' | 'JobFailed'

/** A failure that a provider throws on the way; `settleFailure` makes it the action's result. */
export class ActionFailure extends Error {
	override readonly name = 'ActionFailure'
	readonly code: FailureCode

	constructor(code: FailureCode, message: string) {
		super(message)
		this.code = code
	}
}

export function failed(code: FailureCode, message: string): Settled {
	return { state: 'settled', status: 'Failed', error: { code, message: message.slice(0, 5000) } }
}

/** Runs a provider's work; an `ActionFailure` becomes its result, anything else is a bug and goes on. */
export async function settleFailure(work: () => Progress | Promise<Progress>): Promise<Progress> {
	try {
		return await work()
	} catch (error) {
		if (error instanceof ActionFailure) return failed(error.code, error.message)
		throw error
	}
}
