import { awaitEnd } from '../engine/awaited.ts'
import type { Job } from '../jobs/collections.ts'
import {
	comesToNothing,
	invokeFunction,
	lambdaJobOf,
	newLambdaJob,
	noResultOf,
	reportDueAt,
} from '../jobs/lambda-job.ts'
import { type RuleProgress, type RuleProvider, type RuleRun, ruleFailed, ruleSucceeded } from './rule.ts'

/** Asks a function of Lambda, which reports on its job as one of an action does: rule-reference-LambdaInvoke. */
export const lambdaRule: RuleProvider = {
	async evaluate(run): Promise<RuleProgress> {
		const { call, check } = run
		const { FunctionName = '' } = check.configuration
		const job = lambdaJobOf(call, check.job)
		if (!job) return invoke(run, newLambdaJob(workOf(run), { attempt: '', check: check.key }))
		if (job.report?.ok === false) return ruleFailed(job.report.code, job.report.message)
		if (job.report) return ruleSucceeded(`The AWS Lambda function ${FunctionName} succeeded`)
		if (job.invocation === undefined) return invoke(run, job)
		if (comesToNothing(call, job)) return ruleFailed('JobFailed', noResultOf(FunctionName))
		return { state: 'pending', until: reportDueAt(job) }
	},
}

async function invoke(run: RuleRun, job: Job): Promise<RuleProgress> {
	const { invocation } = await invokeFunction(workOf(run), job)
	awaitEnd(run.call, { service: 'lambda', id: invocation }, `rule|${run.check.key}`)
	return { state: 'pending', until: reportDueAt(job), job: job.id }
}

function workOf({ call, structure, declaration, check }: RuleRun) {
	const { roleArn } = declaration
	return { call, structure, declaration: { ...(roleArn !== undefined && { roleArn }) }, attempt: check }
}
