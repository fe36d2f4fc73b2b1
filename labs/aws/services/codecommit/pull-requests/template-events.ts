import type { Call } from '../../../service.ts'
import { emitEvent } from '../../events/bus.ts'
import { repositoryArn } from '../arns.ts'
import type { RuleTemplate } from './collections.ts'
import { contentDigest } from './rule-content.ts'

// https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html

type EventName =
	| 'approvalRuleTemplateCreated'
	| 'approvalRuleTemplateUpdated'
	| 'approvalRuleTemplateDeleted'
	| 'approvalRuleTemplateAssociatedWithRepository'
	| 'approvalRuleTemplateDisassociatedWithRepository'
	| 'batchAssociateApprovalRuleTemplateWithRepositories'
	| 'batchDisassociateApprovalRuleTemplateFromRepositories'

/** Tells EventBridge what happened to a template. */
export function emitTemplate(
	call: Call,
	{ id, name, content, createdAt, modifiedAt }: Readonly<RuleTemplate>,
	event: EventName,
	repositories: ReadonlyArray<string> = [],
): void {
	emitEvent(call, {
		source: 'aws.codecommit',
		'detail-type': 'CodeCommit Approval Rule Template Change',
		resources: repositories.map((repository) => repositoryArn(call.scope, repository)),
		detail: {
			approvalRuleTemplateContentSha256: contentDigest(content),
			approvalRuleTemplateId: id,
			approvalRuleTemplateName: name,
			callerUserArn: call.principal.arn,
			creationDate: new Date(createdAt).toUTCString(),
			event,
			lastModifiedDate: new Date(modifiedAt).toUTCString(),
			notificationBody: `A approval rule template event occurred in the following AWS CodeCommit account: ${call.scope.account}. User: ${call.principal.arn}. Approval rule template: ${name}.`,
			repositories: Object.fromEntries(repositories.map((repository, index) => [String(index), repository])),
		},
	})
}
