import { loadModel, type ServiceModel } from './model.ts'

/** A JSON schema, draft-07: what editors understand. */
export type JsonSchema = { [key: string]: unknown }

/** The JSON schema of a shape: same members, enums, lengths and patterns as the service checks. */
export function jsonSchemaOf(model: ServiceModel, shapeName: string): JsonSchema {
	const definitions: Record<string, JsonSchema> = {}

	function refer(name: string): JsonSchema {
		if (!(name in definitions)) {
			definitions[name] = {}
			definitions[name] = shapeSchema(name)
		}
		return { $ref: `#/definitions/${name}` }
	}

	function shapeSchema(name: string): JsonSchema {
		const shape = model.shapes[name]
		if (!shape) throw new Error(`Model without shape ${name}`)
		const { min, max } = shape
		switch (shape.type) {
			case 'structure':
				return {
					type: 'object',
					properties: Object.fromEntries(
						Object.entries(shape.members ?? {}).map(([member, { shape: child }]) => [member, refer(child)]),
					),
					...(shape.required && { required: shape.required }),
					additionalProperties: false,
				}
			case 'list':
				return {
					type: 'array',
					items: refer(shape.member?.shape ?? ''),
					...(min !== undefined && { minItems: min }),
					...(max !== undefined && { maxItems: max }),
				}
			case 'map':
				return { type: 'object', additionalProperties: refer(shape.value?.shape ?? '') }
			case 'boolean':
				return { type: 'boolean' }
			case 'integer':
			case 'long':
				return {
					type: 'integer',
					...(min !== undefined && { minimum: min }),
					...(max !== undefined && { maximum: max }),
				}
			default:
				return {
					type: 'string',
					...(shape.enum && { enum: shape.enum }),
					...(min !== undefined && { minLength: min }),
					...(max !== undefined && { maxLength: max }),
					...(shape.pattern && { pattern: `^(?:${shape.pattern})$` }),
				}
		}
	}

	const root = refer(shapeName)
	return { $schema: 'http://json-schema.org/draft-07/schema#', definitions, ...root }
}

/** The schema of a pipeline's definition, alone or inside `{"pipeline": …}` as the CLI takes it. */
export function pipelineSchema(): JsonSchema {
	const { $ref, ...schema } = jsonSchemaOf(loadModel('codepipeline'), 'PipelineDeclaration')
	const wrapped = { type: 'object', properties: { pipeline: { $ref } }, required: ['pipeline'] }
	return { ...schema, anyOf: [wrapped, { $ref }] }
}
