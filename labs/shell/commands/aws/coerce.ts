import type { ServiceModel, Shape } from '../../../aws/wire/model.ts'

const PYTHON_TYPES: Record<string, string> = {
	structure: "<class 'dict'>",
	map: "<class 'dict'>",
	list: "<class 'list'>, <class 'tuple'>",
	string: "<class 'str'>",
	integer: "<class 'int'>",
	long: "<class 'int'>",
	float: "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
	double: "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
	boolean: "<class 'bool'>",
	timestamp: '<timestamp>',
	blob: "<class 'bytes'>, <class 'bytearray'>, file-like object",
}

function pythonType(value: unknown): string {
	if (typeof value === 'string') return "<class 'str'>"
	if (typeof value === 'boolean') return "<class 'bool'>"
	if (typeof value === 'number') return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>"
	if (value === null) return "<class 'NoneType'>"
	return Array.isArray(value) ? "<class 'list'>" : "<class 'dict'>"
}

/**
 * Turns parsed JSON into an input of the SDK, and reports as the CLI does what
 * does not fit its shape. An empty list of complaints means that it fits.
 */
export function coerceInput(model: ServiceModel, shapeName: string, value: unknown) {
	const complaints: Array<string> = []

	function shapeOf(name: string): Shape {
		const shape = model.shapes[name]
		if (!shape) throw new Error(`Model without shape ${name}`)
		return shape
	}

	function invalidType(path: string, given: unknown, type: string): undefined {
		const shown = typeof given === 'string' ? given : JSON.stringify(given)
		complaints.push(
			`Invalid type for parameter ${path || 'input'}, value: ${shown}, type: ${pythonType(given)}, valid types: ${PYTHON_TYPES[type]}`,
		)
	}

	function structure(shape: Shape, given: unknown, path: string): unknown {
		if (given === null || typeof given !== 'object' || Array.isArray(given)) {
			return invalidType(path, given, 'structure')
		}
		const members = shape.members ?? {}
		for (const name of shape.required ?? []) {
			if (!(name in given)) complaints.push(`Missing required parameter in ${path || 'input'}: "${name}"`)
		}
		const result: Record<string, unknown> = {}
		for (const [name, child] of Object.entries(given)) {
			const member = members[name]
			if (member) result[name] = coerce(member.shape, child, path ? `${path}.${name}` : name)
			else {
				const known = Object.keys(members).join(', ')
				complaints.push(`Unknown parameter in ${path || 'input'}: "${name}", must be one of: ${known}`)
			}
		}
		return result
	}

	function coerce(name: string, given: unknown, path: string): unknown {
		const shape = shapeOf(name)
		switch (shape.type) {
			case 'structure':
				return structure(shape, given, path)
			case 'list':
				if (!Array.isArray(given)) return invalidType(path, given, 'list')
				return given.map((item, index) => coerce(shape.member?.shape ?? '', item, `${path}[${index}]`))
			case 'map':
				if (given === null || typeof given !== 'object' || Array.isArray(given)) {
					return invalidType(path, given, 'map')
				}
				return Object.fromEntries(
					Object.entries(given).map(([key, child]) => [
						key,
						coerce(shape.value?.shape ?? '', child, `${path}.${key}`),
					]),
				)
			case 'timestamp':
				return timestamp(given) ?? invalidType(path, given, 'timestamp')
			case 'blob':
				if (given instanceof Uint8Array) return given
				return typeof given === 'string' ? Buffer.from(given, 'base64') : invalidType(path, given, 'blob')
			case 'boolean':
				return typeof given === 'boolean' ? given : invalidType(path, given, 'boolean')
			case 'integer':
			case 'long':
				return Number.isInteger(given) ? given : invalidType(path, given, 'integer')
			case 'float':
			case 'double':
				return typeof given === 'number' ? given : invalidType(path, given, 'float')
			default:
				return typeof given === 'string' ? given : invalidType(path, given, 'string')
		}
	}

	return { input: coerce(shapeName, value, ''), complaints }
}

function timestamp(given: unknown): Date | undefined {
	if (typeof given === 'number') return new Date(given * 1000)
	if (typeof given !== 'string') return
	const date = /^\d+(\.\d+)?$/.test(given) ? new Date(Number(given) * 1000) : new Date(given)
	return Number.isNaN(date.getTime()) ? undefined : date
}
