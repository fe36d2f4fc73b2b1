import type { ServiceModel } from '../../../aws/wire/model.ts'

/** An input with every member and empty values: what `--generate-cli-skeleton` prints. */
export function inputSkeleton(model: ServiceModel, operation: string): object {
	function example(name: string, above: ReadonlyArray<string>): unknown {
		const shape = model.shapes[name]
		if (!shape || above.includes(name)) return {}
		const inside = [...above, name]
		switch (shape.type) {
			case 'structure':
				return Object.fromEntries(
					Object.entries(shape.members ?? {}).map(([member, { shape: child }]) => [
						member,
						example(child, inside),
					]),
				)
			case 'list':
				return [example(shape.member?.shape ?? '', inside)]
			case 'map':
				return { KeyName: example(shape.value?.shape ?? '', inside) }
			case 'string':
				return shape.enum?.[0] ?? ''
			case 'boolean':
				return true
			case 'timestamp':
				return '1970-01-01T00:00:00'
			case 'blob':
				return ''
			default:
				return 0
		}
	}
	const input = model.operations[operation]?.input?.shape
	return input ? (example(input, []) as object) : {}
}
