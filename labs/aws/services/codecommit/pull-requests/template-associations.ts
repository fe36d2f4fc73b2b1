import type {
	AssociateApprovalRuleTemplateWithRepositoryInput,
	BatchAssociateApprovalRuleTemplateWithRepositoriesInput,
	BatchDisassociateApprovalRuleTemplateFromRepositoriesInput,
	DisassociateApprovalRuleTemplateFromRepositoryInput,
	ListAssociatedApprovalRuleTemplatesForRepositoryInput,
	ListRepositoriesForApprovalRuleTemplateInput,
} from '@aws-sdk/client-codecommit'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { onNothing, onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { type Repository, repositoryNames } from '../collections.ts'
import { pageOf, pageSize } from '../pages.ts'
import { requireRepository } from '../repositories/find.ts'
import { type RuleTemplate, repositoriesOfTemplates, templatesOfRepositories } from './collections.ts'
import { emitTemplate } from './template-events.ts'
import { requireTemplate } from './templates.ts'

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const TEMPLATES_OF_A_REPOSITORY = 25
const NAMES_IN_BATCH = 100
const PAGE = 100

function associate(call: Call, { id, name }: Readonly<RuleTemplate>, repository: Readonly<Repository>): void {
	const there = call.world.list(templatesOfRepositories, call.scope, { prefix: `${repository.id}/` })
	const isThere = there.some((one) => one.name === name)
	if (!isThere && there.length >= TEMPLATES_OF_A_REPOSITORY) {
		throw refuse('MaximumRuleTemplatesAssociatedWithRepositoryException')
	}
	call.world.put(templatesOfRepositories, call.scope, `${repository.id}/${id}`, { name })
	const kept = { repositoryId: repository.id }
	call.world.put(repositoriesOfTemplates, call.scope, `${id}/${repository.id}`, kept)
}

function disassociate(
	call: Pick<Call, 'world' | 'scope'>,
	{ id }: Pick<RuleTemplate, 'id'>,
	repository: Readonly<Repository>,
): void {
	call.world.delete(templatesOfRepositories, call.scope, `${repository.id}/${id}`)
	call.world.delete(repositoriesOfTemplates, call.scope, `${id}/${repository.id}`)
}

/** Takes a repository out of all templates, as it goes. */
export function disassociateAll(call: Call, repository: Readonly<Repository>): void {
	const prefix = `${repository.id}/`
	for (const [key] of call.world.entries(templatesOfRepositories, call.scope, { prefix })) {
		disassociate(call, { id: key.slice(prefix.length) }, repository)
	}
}

export const associateApprovalRuleTemplateWithRepository = operation<
	AssociateApprovalRuleTemplateWithRepositoryInput,
	void
>({
	access: onRepository('AssociateApprovalRuleTemplateWithRepository'),
	run({ approvalRuleTemplateName, repositoryName }, call) {
		const template = requireTemplate(call, approvalRuleTemplateName)
		const repository = requireRepository(call, repositoryName)
		associate(call, template, repository)
		emitTemplate(call, template, 'approvalRuleTemplateAssociatedWithRepository', [repository.name])
	},
})

export const disassociateApprovalRuleTemplateFromRepository = operation<
	DisassociateApprovalRuleTemplateFromRepositoryInput,
	void
>({
	access: onRepository('DisassociateApprovalRuleTemplateFromRepository'),
	run({ approvalRuleTemplateName, repositoryName }, call) {
		const template = requireTemplate(call, approvalRuleTemplateName)
		const repository = requireRepository(call, repositoryName)
		disassociate(call, template, repository)
		emitTemplate(call, template, 'approvalRuleTemplateDisassociatedWithRepository', [repository.name])
	},
})

/** Does something for each repository of a batch; what one refuses is told beside the others. */
function forEach(
	call: Call,
	names: ReadonlyArray<string>,
	work: (repository: Readonly<Repository>) => void,
): { done: Array<string>; errors: Array<object> } {
	if (names.length === 0) throw refuse('RepositoryNamesRequiredException')
	if (names.length > NAMES_IN_BATCH) throw refuse('MaximumRepositoryNamesExceededException')
	const done: Array<string> = []
	const errors: Array<object> = []
	for (const repositoryName of names) {
		try {
			work(requireRepository(call, repositoryName))
			done.push(repositoryName)
		} catch (error) {
			if (!(error instanceof AwsError)) throw error
			errors.push({ repositoryName, errorCode: error.code, errorMessage: error.message })
		}
	}
	return { done, errors }
}

export const batchAssociateApprovalRuleTemplateWithRepositories = operation<
	BatchAssociateApprovalRuleTemplateWithRepositoriesInput,
	object
>({
	access: onNothing('BatchAssociateApprovalRuleTemplateWithRepositories'),
	run({ approvalRuleTemplateName, repositoryNames = [] }, call) {
		const template = requireTemplate(call, approvalRuleTemplateName)
		const { done, errors } = forEach(call, repositoryNames, (one) => associate(call, template, one))
		emitTemplate(call, template, 'batchAssociateApprovalRuleTemplateWithRepositories', done)
		return { associatedRepositoryNames: done, errors }
	},
})

export const batchDisassociateApprovalRuleTemplateFromRepositories = operation<
	BatchDisassociateApprovalRuleTemplateFromRepositoriesInput,
	object
>({
	access: onNothing('BatchDisassociateApprovalRuleTemplateFromRepositories'),
	run({ approvalRuleTemplateName, repositoryNames = [] }, call) {
		const template = requireTemplate(call, approvalRuleTemplateName)
		const { done, errors } = forEach(call, repositoryNames, (one) => disassociate(call, template, one))
		emitTemplate(call, template, 'batchDisassociateApprovalRuleTemplateFromRepositories', done)
		return { disassociatedRepositoryNames: done, errors }
	},
})

export const listAssociatedApprovalRuleTemplatesForRepository = operation<
	ListAssociatedApprovalRuleTemplatesForRepositoryInput,
	object
>({
	access: onRepository('ListAssociatedApprovalRuleTemplatesForRepository'),
	run({ repositoryName, nextToken, maxResults }, call) {
		const { id } = requireRepository(call, repositoryName)
		const found = call.world.list(templatesOfRepositories, call.scope, { prefix: `${id}/` })
		const names = found.map(({ name }) => name)
		const { page, next } = pageOf(names, nextToken, pageSize(maxResults, PAGE))
		return { approvalRuleTemplateNames: page, nextToken: next }
	},
})

export const listRepositoriesForApprovalRuleTemplate = operation<
	ListRepositoriesForApprovalRuleTemplateInput,
	object
>({
	access: onNothing('ListRepositoriesForApprovalRuleTemplate'),
	run({ approvalRuleTemplateName, nextToken, maxResults }, call) {
		const { id } = requireTemplate(call, approvalRuleTemplateName)
		const names = call.world
			.list(repositoriesOfTemplates, call.scope, { prefix: `${id}/` })
			.flatMap(({ repositoryId }) => call.world.get(repositoryNames, call.scope, repositoryId)?.name ?? [])
		const { page, next } = pageOf(names, nextToken, pageSize(maxResults, PAGE))
		return { repositoryNames: page, nextToken: next }
	},
})
