import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import { constraintsOf } from './constraints.ts'

/**
 * Shapes whose constraints AWS's own answers break. A fingerprint has 47 characters, the model says 48
 * (https://docs.aws.amazon.com/cli/latest/reference/iam/upload-ssh-public-key.html); a simulation tells of an
 * « IAM Policy », which is none of the types of the model (LocalStack's tests against AWS, tests/aws/services/iam);
 * a list of images may be empty (moto's tests, test_ecr).
 */
const CONTRADICTED = ['publicKeyFingerprintType', 'PolicySourceType', 'ImageIdentifierList']

/**
 * Where an answer departs from its model: unknown or missing members, wrong
 * types, enums, patterns. For tests; an empty list is what they want.
 */
export function validateOutput(model: ServiceModel, operation: string, output: object): Array<string> {
	const found: Array<string> = []
	const ref = model.operations[operation]?.output
	if (ref) check(model, shapeOf(model, ref), output, operation, found)
	else if (Object.keys(output).length > 0) found.push(`${operation} answers nothing`)
	return found
}

function check(model: ServiceModel, shape: Shape, value: unknown, path: string, found: Array<string>): void {
	if (!hasType(shape, value) && !isNumberAsText(model, shape, value)) {
		found.push(`${path} is not a ${shape.type}`)
		return
	}
	for (const constraint of constraintsOf(shape, value)) found.push(`${path}: ${constraint}`)
	if (shape.type === 'structure') checkMembers(model, shape, value as Record<string, unknown>, path, found)
	if (shape.type === 'list') {
		const item = shapeOf(model, shape.member as ShapeRef)
		for (const [index, child] of (value as Array<unknown>).entries())
			check(model, item, child, `${path}[${index}]`, found)
	}
	if (shape.type === 'map') {
		const key = shapeOf(model, shape.key as ShapeRef)
		const item = shapeOf(model, shape.value as ShapeRef)
		for (const [name, child] of Object.entries(value as object)) {
			check(model, key, name, `${path} key`, found)
			check(model, item, child, `${path}.${name}`, found)
		}
	}
}

function checkMembers(
	model: ServiceModel,
	shape: Shape,
	value: Readonly<Record<string, unknown>>,
	path: string,
	found: Array<string>,
): void {
	for (const name of Object.keys(value)) {
		if (!shape.members || !Object.hasOwn(shape.members, name)) found.push(`${path}.${name} is unknown`)
	}
	for (const [name, ref] of membersOf(shape)) {
		const child = value[name]
		if (child !== undefined && CONTRADICTED.includes(ref.shape)) continue
		if (child !== undefined) check(model, shapeOf(model, ref), child, `${path}.${name}`, found)
		else if (shape.required?.includes(name)) found.push(`${path}.${name} is missing`)
	}
	if (shape.union && Object.values(value).filter((child) => child !== undefined).length !== 1)
		found.push(`${path} must hold exactly one member`)
}

/** In XML a number is text, and some are text in the SDK's types as well. */
function isNumberAsText({ metadata }: ServiceModel, { type }: Shape, value: unknown): boolean {
	if (type !== 'integer' && type !== 'long') return false
	return metadata.protocol === 'rest-xml' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)
}

function hasType({ type }: Shape, value: unknown): boolean {
	switch (type) {
		case 'structure':
		case 'map':
			return value !== null && typeof value === 'object' && !Array.isArray(value)
		case 'list':
			return Array.isArray(value)
		case 'string':
		case 'character':
			return typeof value === 'string'
		case 'blob':
			return value instanceof Uint8Array
		case 'boolean':
			return typeof value === 'boolean'
		case 'timestamp':
			return value instanceof Date && !Number.isNaN(value.getTime())
		case 'float':
		case 'double':
		case 'bigdecimal':
			return typeof value === 'number'
		default:
			return Number.isSafeInteger(value)
	}
}
