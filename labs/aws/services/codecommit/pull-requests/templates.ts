import type {
	CreateApprovalRuleTemplateInput,
	DeleteApprovalRuleTemplateInput,
	GetApprovalRuleTemplateInput,
	ListApprovalRuleTemplatesInput,
	UpdateApprovalRuleTemplateContentInput,
	UpdateApprovalRuleTemplateDescriptionInput,
	UpdateApprovalRuleTemplateNameInput,
} from '@aws-sdk/client-codecommit'
import { matchesPattern } from '../../../identity/policy/glob.ts'
import { type Call, operation } from '../../../service.ts'
import { onNothing } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { counters, type Repository } from '../collections.ts'
import { pageOf, pageSize } from '../pages.ts'
import {
	type ApprovalRule,
	type RuleTemplate,
	repositoriesOfTemplates,
	ruleTemplates,
	templatesOfRepositories,
} from './collections.ts'
import { contentDigest, readRule } from './rule-content.ts'
import { emitTemplate } from './template-events.ts'

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const TEMPLATES_AT_MOST = 1_000
const PAGE = 100
const COUNTER = 'rule-templates'

/** Throws ApprovalRuleTemplateNameRequired…, InvalidApprovalRuleTemplateName… or …DoesNotExist…. */
export function requireTemplate({ world, scope }: Call, name: string | undefined): Readonly<RuleTemplate> {
	if (!name) throw refuse('ApprovalRuleTemplateNameRequiredException')
	assertTemplateName(name)
	const found = world.get(ruleTemplates, scope, name)
	if (!found) throw refuse('ApprovalRuleTemplateDoesNotExistException')
	return found
}

function assertTemplateName(name: string): void {
	if (!/^[\w .-]{1,100}$/.test(name)) throw refuse('InvalidApprovalRuleTemplateNameException')
}

function describeTemplate(template: Readonly<RuleTemplate>) {
	const { id, name, description, content, createdAt, modifiedAt, modifiedBy } = template
	return {
		approvalRuleTemplate: {
			approvalRuleTemplateId: id,
			approvalRuleTemplateName: name,
			...(description !== undefined && { approvalRuleTemplateDescription: description }),
			approvalRuleTemplateContent: content,
			ruleContentSha256: contentDigest(content),
			lastModifiedDate: new Date(modifiedAt),
			creationDate: new Date(createdAt),
			lastModifiedUser: modifiedBy,
		},
	}
}

export const createApprovalRuleTemplate = operation<CreateApprovalRuleTemplateInput, object>({
	access: onNothing('CreateApprovalRuleTemplate'),
	run(input, call) {
		const { approvalRuleTemplateName: name = '', approvalRuleTemplateDescription: description } = input
		const { approvalRuleTemplateContent: content = '' } = input
		assertTemplateName(name)
		readRule(content, 'template')
		if (call.world.get(ruleTemplates, call.scope, name)) {
			throw refuse('ApprovalRuleTemplateNameAlreadyExistsException')
		}
		const { count } = call.world.get(counters, call.scope, COUNTER) ?? { count: 0 }
		if (count >= TEMPLATES_AT_MOST) throw refuse('NumberOfRuleTemplatesExceededException')
		call.world.put(counters, call.scope, COUNTER, { count: count + 1 })
		const template = call.world.put(ruleTemplates, call.scope, name, {
			id: call.ids.uuid(),
			name,
			...(description !== undefined && { description }),
			content,
			createdAt: call.now,
			modifiedAt: call.now,
			modifiedBy: call.principal.arn,
		})
		emitTemplate(call, template, 'approvalRuleTemplateCreated')
		return describeTemplate(template)
	},
})

export const getApprovalRuleTemplate = operation<GetApprovalRuleTemplateInput, object>({
	access: onNothing('GetApprovalRuleTemplate'),
	run: ({ approvalRuleTemplateName }, call) =>
		describeTemplate(requireTemplate(call, approvalRuleTemplateName)),
})

export const listApprovalRuleTemplates = operation<ListApprovalRuleTemplatesInput, object>({
	access: onNothing('ListApprovalRuleTemplates'),
	run({ nextToken, maxResults }, call) {
		const names = call.world.list(ruleTemplates, call.scope).map(({ name }) => name)
		const { page, next } = pageOf(names, nextToken, pageSize(maxResults, PAGE))
		return { approvalRuleTemplateNames: page, nextToken: next }
	},
})

export const deleteApprovalRuleTemplate = operation<DeleteApprovalRuleTemplateInput, object>({
	access: onNothing('DeleteApprovalRuleTemplate'),
	run({ approvalRuleTemplateName: name = '' }, call) {
		assertTemplateName(name)
		const template = call.world.get(ruleTemplates, call.scope, name)
		if (!template) return { approvalRuleTemplateId: '' }
		const used = call.world.entries(repositoriesOfTemplates, call.scope, {
			prefix: `${template.id}/`,
			limit: 1,
		})
		if (used.length > 0) throw refuse('ApprovalRuleTemplateInUseException')
		call.world.delete(ruleTemplates, call.scope, name)
		const { count } = call.world.get(counters, call.scope, COUNTER) ?? { count: 1 }
		call.world.put(counters, call.scope, COUNTER, { count: count - 1 })
		emitTemplate(call, template, 'approvalRuleTemplateDeleted')
		return { approvalRuleTemplateId: template.id }
	},
})

export const updateApprovalRuleTemplateContent = operation<UpdateApprovalRuleTemplateContentInput, object>({
	access: onNothing('UpdateApprovalRuleTemplateContent'),
	run({ approvalRuleTemplateName, newRuleContent = '', existingRuleContentSha256 }, call) {
		const template = requireTemplate(call, approvalRuleTemplateName)
		readRule(newRuleContent, 'template')
		if (
			existingRuleContentSha256 !== undefined &&
			existingRuleContentSha256 !== contentDigest(template.content)
		) {
			throw refuse('InvalidRuleContentSha256Exception')
		}
		return describeTemplate(change(call, template, { content: newRuleContent }))
	},
})

export const updateApprovalRuleTemplateDescription = operation<
	UpdateApprovalRuleTemplateDescriptionInput,
	object
>({
	access: onNothing('UpdateApprovalRuleTemplateDescription'),
	run({ approvalRuleTemplateName, approvalRuleTemplateDescription: description = '' }, call) {
		return describeTemplate(change(call, requireTemplate(call, approvalRuleTemplateName), { description }))
	},
})

export const updateApprovalRuleTemplateName = operation<UpdateApprovalRuleTemplateNameInput, object>({
	access: onNothing('UpdateApprovalRuleTemplateName'),
	run({ oldApprovalRuleTemplateName, newApprovalRuleTemplateName: name = '' }, call) {
		const template = requireTemplate(call, oldApprovalRuleTemplateName)
		assertTemplateName(name)
		if (call.world.get(ruleTemplates, call.scope, name)) {
			throw refuse('ApprovalRuleTemplateNameAlreadyExistsException')
		}
		call.world.delete(ruleTemplates, call.scope, template.name)
		const renamed = change(call, template, { name })
		for (const [key] of call.world.entries(repositoriesOfTemplates, call.scope, {
			prefix: `${template.id}/`,
		})) {
			const repositoryId = key.slice(template.id.length + 1)
			call.world.put(templatesOfRepositories, call.scope, `${repositoryId}/${template.id}`, { name })
		}
		return describeTemplate(renamed)
	},
})

function change(call: Call, template: Readonly<RuleTemplate>, to: Partial<RuleTemplate>): RuleTemplate {
	const changed = { ...template, ...to, modifiedAt: call.now, modifiedBy: call.principal.arn }
	call.world.put(ruleTemplates, call.scope, changed.name, changed)
	emitTemplate(call, changed, 'approvalRuleTemplateUpdated')
	return changed
}

/** The rules that a repository's templates give a new pull request. */
export function rulesFromTemplates(
	call: Call,
	{ id }: Readonly<Repository>,
	destination: string,
): Array<ApprovalRule> {
	return call.world.list(templatesOfRepositories, call.scope, { prefix: `${id}/` }).flatMap(({ name }) => {
		const template = requireTemplate(call, name)
		const { DestinationReferences: wanted, ...rule } = readRule(template.content, 'template')
		if (wanted && !wanted.some((pattern) => matchesPattern(pattern, destination))) return []
		return {
			id: call.ids.uuid(),
			name,
			content: wanted ? JSON.stringify(rule) : template.content,
			createdAt: call.now,
			modifiedAt: call.now,
			modifiedBy: template.modifiedBy,
			template: { id: template.id, name },
		}
	})
}
