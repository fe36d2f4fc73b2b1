import { type ActionProvider, failed } from './action.ts'

/** Seven days, unless `timeoutInMinutes` says otherwise: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const TIMEOUT_MINUTES = 7 * 24 * 60

/** Waits for PutApprovalResult with its token; time running out is a failure. */
export const manualApproval: ActionProvider = {
	start({ call, declaration }) {
		const minutes = declaration.timeoutInMinutes ?? TIMEOUT_MINUTES
		const token = call.ids.uuid()
		return { state: 'pending', until: call.now + minutes * 60_000, token, externalExecutionId: token }
	},
	// The wording is ours.
	resume: () => failed('JobFailed', 'The approval action timed out before it was approved or rejected'),
}
