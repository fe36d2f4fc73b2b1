import { readFileSync } from 'node:fs'
import { isObject, type Kind, kind, type Problem, problem } from '../problem.ts'
import { intrinsicOf } from './intrinsics.ts'

type Schema = {
	type?: string | Array<string>
	properties?: Record<string, Schema>
	required?: Array<string>
	items?: Schema
	enum?: Array<unknown>
	$ref?: string
	patternProperties?: Record<string, Schema>
}
type ResourceType = Schema & { definitions?: Record<string, Schema>; readOnly: Array<string> }

const TYPES: Readonly<Record<string, ResourceType>> = JSON.parse(
	readFileSync('test/fixtures/cloudformation/resource-types.json', 'utf8'),
)

export function resourceTypeExists(name: string): boolean {
	return Object.hasOwn(TYPES, name)
}

/** What `Fn::GetAtt` may ask of a resource; undefined where we do not know its type. */
export function attributesOf(name: string): Array<string> | undefined {
	const type = TYPES[name]
	return type && [...type.readOnly, ...Object.keys(type.properties ?? {})]
}

/** Properties that a type does not have, lacks, or that are of another sort. */
export function propertyProblems(
	type: string,
	resource: string,
	properties: Record<string, unknown>,
	root: Schema | undefined = TYPES[type],
): Array<Problem> {
	if (!root) return []
	const { definitions = {} } = TYPES[type] ?? {}

	function check(schema: Schema, value: unknown, path: string): Array<Problem> {
		if (intrinsicOf(value)) return []
		if (schema.$ref) return check(definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}, value, path)
		if (isObject(value)) return checkObject(schema, value, path)
		if (Array.isArray(value)) return checkList(schema, value, path)
		if (schema.enum && !schema.enum.map(String).includes(String(value)))
			return [problem(`${path}: ${value} is not one of ${schema.enum.join(', ')}`)]
		const fits = !schema.type || [schema.type].flat().some((one) => !['object', 'array'].includes(one))
		return fits ? [] : [problem(`${path}: a ${schema.type} is expected, not ${value}`)]
	}

	function checkObject(schema: Schema, value: Record<string, unknown>, path: string): Array<Problem> {
		const sorts = [schema.type ?? 'object'].flat()
		if (!sorts.includes('object')) return [problem(`${path}: a ${schema.type} is expected, not an object`)]
		const { properties: known, required = [] } = schema
		if (!known || schema.patternProperties) return []
		const missing = required.filter((name) => !(name in value))
		return [
			...missing.map((name) => problem(`${path} lacks ${name}`)),
			...Object.entries(value).flatMap(([name, child]) => {
				const property = known[name]
				if (property) return check(property, child, `${path}.${name}`)
				return [problem(`${path} has no ${name}; it knows ${Object.keys(known).join(', ')}`)]
			}),
		]
	}

	function checkList(schema: Schema, list: Array<unknown>, path: string): Array<Problem> {
		const sorts = [schema.type ?? 'array'].flat()
		if (!sorts.includes('array')) return [problem(`${path}: a ${schema.type} is expected, not a list`)]
		return list.flatMap((item, at) => check(schema.items ?? {}, item, `${path}[${at}]`))
	}

	return checkObject({ ...root, type: 'object' }, properties, `${resource} (${type})`)
}

const PIPELINE = 'AWS::CodePipeline::Pipeline'

/** Some properties of a pipeline, or of something in it, shown without what is around them. */
export const propertyPartKind: Kind = kind<Record<string, unknown>>({
	name: 'properties of a pipeline in CloudFormation',
	matches: (value) => isObject(value) && partOf(value) !== undefined,
	problems: (value) => {
		const part = partOf(value)
		return part ? propertyProblems(PIPELINE, 'extrait', value, { ...part, required: [] }) : []
	},
})

/** The first structure of the pipeline's schema that has all these properties. */
function partOf(value: object): Schema | undefined {
	const root = TYPES[PIPELINE] as ResourceType
	const keys = Object.keys(value)
	if (keys.length === 0) return
	return [root, ...Object.values(root.definitions ?? {})].find(({ properties = {} }) =>
		keys.every((key) => Object.hasOwn(properties, key)),
	)
}
