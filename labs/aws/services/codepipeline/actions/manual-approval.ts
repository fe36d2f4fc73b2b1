import { AwsError } from '../../../aws-error.ts'
import { ActionFailure, type ActionProvider, type ActionRun, failed, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'

/** Seven days, unless `timeoutInMinutes` says otherwise: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const TIMEOUT_MINUTES = 7 * 24 * 60
/** Where who approves looks at what is to be approved. */
const CONSOLE = 'https://console.aws.amazon.com/codesuite/codepipeline/pipelines'

/** Waits for PutApprovalResult with its token; time running out is a failure. */
export const manualApproval: ActionProvider = {
	start: (run) =>
		settleFailure(async () => {
			const { call, declaration } = run
			const minutes = declaration.timeoutInMinutes ?? TIMEOUT_MINUTES
			const until = call.now + minutes * 60_000
			const token = call.ids.uuid()
			await notify(run, token, until)
			return { state: 'pending', until, token, externalExecutionId: token }
		}),
	// The wording is ours.
	resume: () => failed('JobFailed', 'The approval action timed out before it was approved or rejected'),
}

/** Publishes the request to the action's topic, under its role: user guide, approvals-json-format. */
async function notify(run: ActionRun, token: string, until: number): Promise<void> {
	const { call, attempt } = run
	const { NotificationArn, ExternalEntityLink, CustomData } = attempt.configuration
	if (NotificationArn === undefined) return
	const { region } = call.scope
	const consoleLink = `${CONSOLE}/${attempt.pipeline}/view?region=${region}`
	const approval = {
		pipelineName: attempt.pipeline,
		stageName: attempt.stage,
		actionName: attempt.action,
		token,
		expires: `${new Date(until).toISOString().slice(0, 16)}Z`,
		externalEntityLink: ExternalEntityLink,
		approvalReviewLink: `${consoleLink}#/${attempt.stage}/${attempt.action}/approve/${token}`,
		customData: CustomData,
	}
	const Subject = `APPROVAL NEEDED: AWS CodePipeline ${attempt.pipeline} for action ${attempt.action}`
	const Message = JSON.stringify({ region, consoleLink, approval })
	try {
		await call.invoke(actionRole(run), 'sns', 'Publish', {
			TopicArn: NotificationArn,
			Subject: Subject.slice(0, 100),
			Message,
		})
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		const code = error.status === 403 ? 'PermissionError' : 'ConfigurationError'
		throw new ActionFailure(code, `Unable to publish to the topic ${NotificationArn}: ${error.message}`)
	}
}
