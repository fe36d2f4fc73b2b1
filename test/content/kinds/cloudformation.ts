import { has, isObject, type Kind, kind, type Problem, problem, unknownKeys } from '../problem.ts'
import { pipelineResourceProblems } from './cloudformation-pipeline.ts'
import { attributesOf, propertyProblems, resourceTypeExists } from './cloudformation-types.ts'
import { referencesIn } from './intrinsics.ts'
import { policyActionProblems } from './policy-kinds.ts'

type Resource = { Type: string; Properties?: Record<string, unknown>; DependsOn?: string | Array<string> }
type Template = {
	AWSTemplateFormatVersion?: string
	Parameters?: Record<string, unknown>
	Conditions?: Record<string, unknown>
	Resources: Record<string, Resource>
}

const TEMPLATE = [
	'AWSTemplateFormatVersion',
	'Description',
	'Metadata',
	'Parameters',
	'Rules',
	'Mappings',
	'Conditions',
	'Transform',
	'Globals',
	'Resources',
	'Outputs',
]
const RESOURCE = [
	'Type',
	'Properties',
	'DependsOn',
	'Condition',
	'DeletionPolicy',
	'UpdateReplacePolicy',
	'UpdatePolicy',
	'CreationPolicy',
	'Metadata',
]

export const templateKind: Kind = kind<Template>({
	name: 'CloudFormation template',
	matches: (value) =>
		has(value, 'Resources') && isObject(value.Resources) && Object.values(value.Resources).every(isResource),
	problems: templateProblems,
})

/** Resources shown without their template: by their names, or one alone. */
export const resourcesKind: Kind = kind<Record<string, Resource> | Resource>({
	name: 'CloudFormation resources',
	matches: (value) =>
		isResource(value) ||
		(isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isResource)),
	problems: (value) =>
		templateProblems({
			Resources: isResource(value) ? { Ressource: value } : (value as Record<string, Resource>),
		}),
})

function isResource(value: unknown): value is Resource {
	return has(value, 'Type') && typeof value.Type === 'string' && /^(AWS|Custom)::/.test(value.Type)
}

async function templateProblems(template: Template): Promise<Array<Problem>> {
	const found = unknownKeys('a template', template, TEMPLATE)
	for (const [name, resource] of Object.entries(template.Resources))
		found.push(...(await resourceProblems(name, resource)))
	// An excerpt may refer to what it does not show.
	if (template.AWSTemplateFormatVersion) found.push(...referenceProblems(template))
	return found
}

async function resourceProblems(name: string, resource: Resource): Promise<Array<Problem>> {
	const found = unknownKeys(`the resource ${name}`, resource, RESOURCE)
	const { Type, Properties = {} } = resource
	if (/^(Custom::|AWS::Serverless::|AWS::CloudFormation::CustomResource$)/.test(Type)) return found
	if (!resourceTypeExists(Type)) {
		return [
			...found,
			problem(`the type ${Type} is not in test/fixtures/cloudformation; correct it, or add it there`),
		]
	}
	found.push(
		...propertyProblems(Type, name, Properties),
		...policiesIn(Properties).flatMap(policyActionProblems),
	)
	if (Type === 'AWS::CodePipeline::Pipeline' && found.length === 0)
		found.push(...(await pipelineResourceProblems(Properties)))
	return found
}

/** Policies stand under many names, but all have statements. */
function policiesIn(value: unknown): Array<Record<string, unknown>> {
	if (Array.isArray(value)) return value.flatMap(policiesIn)
	if (!isObject(value)) return []
	if (has(value, 'Statement')) return [value]
	return Object.values(value).flatMap(policiesIn)
}

function referenceProblems(template: Template): Array<Problem> {
	const { Parameters = {}, Resources } = template
	return referencesIn(template).flatMap(({ name, attribute }) => {
		if (name.startsWith('AWS::')) return []
		const resource = Resources[name]
		if (!resource) {
			if (Object.hasOwn(Parameters, name) && attribute === undefined) return []
			return [problem(`"${name}" is neither a parameter nor a resource of the template`)]
		}
		const attributes = attributesOf(resource.Type)
		if (attribute === undefined || !attributes || attributes.includes(attribute)) return []
		return [problem(`${resource.Type} has no attribute ${attribute}; it has ${attributes.join(', ')}`)]
	})
}
