import type { ServiceModel, Shape } from '../../../aws/wire/model.ts'

/**
 * Gives the texts of a shorthand the types of their shapes, as the CLI does:
 * one value where a list is asked becomes a list, `true` a boolean, `3` a number.
 */
export function fitShorthand(model: ServiceModel, shape: Shape | undefined, value: unknown): unknown {
	switch (shape?.type) {
		case 'structure':
			return mapObject(value, (child, name) =>
				fitShorthand(model, shapeOf(model, shape.members?.[name]), child),
			)
		case 'map':
			return mapObject(value, (child) => fitShorthand(model, shapeOf(model, shape.value), child))
		case 'list': {
			const item = shapeOf(model, shape.member)
			return (Array.isArray(value) ? value : [value]).map((child) => fitShorthand(model, item, child))
		}
		case 'boolean':
			return typeof value === 'string' ? value.toLowerCase() === 'true' : value
		case 'integer':
		case 'long':
		case 'float':
		case 'double':
			return typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value
		default:
			return value
	}
}

function shapeOf(model: ServiceModel, ref: { shape: string } | undefined): Shape | undefined {
	return ref && model.shapes[ref.shape]
}

/** The same object with other values; what is no object stays, and is refused later. */
function mapObject(value: unknown, change: (child: unknown, name: string) => unknown): unknown {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
	return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, change(child, name)]))
}
