import type { ErrorDetails, PipelineDeclaration, RuleDeclaration } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { ActionFailure } from '../actions/action.ts'
import type { Execution, RuleExecution } from '../collections.ts'

/** One check of one rule, as its provider sees it. */
export interface RuleRun {
	call: Call
	structure: PipelineDeclaration
	execution: Readonly<Execution>
	declaration: RuleDeclaration
	check: Readonly<RuleExecution>
}

/** The rule waits, and is evaluated again at that virtual time. */
export interface RulePending {
	state: 'pending'
	until: number
	summary?: string
	/** The job that a function does for it. */
	job?: string
}

export interface RuleSettled {
	state: 'settled'
	status: 'Succeeded' | 'Failed'
	summary?: string
	error?: ErrorDetails
}

export type RuleProgress = RulePending | RuleSettled

/** What CodePipeline does for one type of rule. Evaluating again goes by the clock alone. */
export interface RuleProvider {
	evaluate(run: RuleRun): RuleProgress | Promise<RuleProgress>
}

export function ruleSucceeded(summary: string): RuleSettled {
	return { state: 'settled', status: 'Succeeded', summary }
}

export function ruleFailed(code: string, message: string): RuleSettled {
	const text = message.slice(0, 2000)
	return { state: 'settled', status: 'Failed', summary: text, error: { code, message: text } }
}

/** Evaluates a rule; an `ActionFailure` on the way fails it, anything else is a bug and goes on. */
export async function evaluateRule(provider: RuleProvider, run: RuleRun): Promise<RuleProgress> {
	try {
		return await provider.evaluate(run)
	} catch (error) {
		if (error instanceof ActionFailure) return ruleFailed(error.code, error.message)
		throw error
	}
}
