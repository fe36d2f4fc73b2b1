import type { ActionDeclaration } from '@aws-sdk/client-codepipeline'
import { parseArn } from '../../../arn.ts'
import { invalidAction } from '../codepipeline-error.ts'

/**
 * Refuses a NotificationArn that cannot be a topic of the pipeline's Region; whether the topic exists is seen
 * when the action runs. The words as radkawar/stackd measured them, `internal/services/codepipeline/definitions.go`.
 */
export function assertNotificationArn({ name, configuration }: ActionDeclaration, region: string): void {
	const arn = configuration?.NotificationArn
	if (!arn || arn.includes('#{')) return
	const topic = parseArn(arn)
	if (!topic?.account || !topic.resource) {
		throw invalidAction(
			`The ARN ${arn} you specified for sending notifications for the approval action ${name} contains a format error.`,
		)
	}
	const specified = `The ARN ${arn} has been specified for sending notifications for the approval action ${name}, but`
	if (topic.service !== 'sns') {
		throw invalidAction(`${specified} the AWS service for this ARN cannot be used to send approval requests.`)
	}
	if (topic.region !== region) {
		throw invalidAction(`${specified} the ARN is not in the same region as the pipeline.`)
	}
}
