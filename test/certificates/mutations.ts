export type Json = null | boolean | number | string | Array<Json> | { [key: string]: Json }

export type Mutation = { what: string; document: Json }

/**
 * Every document that differs from `document` in exactly one place: each value
 * changed, each member removed, a member added to each object, each list shortened,
 * doubled or turned round where that makes a difference.
 */
export function singleMutations(document: Json, path = ''): Array<Mutation> {
	if (Array.isArray(document)) {
		const whole: Array<Mutation> = [
			{ what: `${path}: élément ajouté`, document: [...document, 'intrus'] },
			{ what: `${path}: dernier élément retiré`, document: document.slice(0, -1) },
		]
		return whole.concat(
			document.flatMap((item, index) =>
				singleMutations(item, `${path}/${index}`).map((mutation) => ({
					what: mutation.what,
					document: document.with(index, mutation.document),
				})),
			),
		)
	}
	if (document !== null && typeof document === 'object') {
		const added: Array<Mutation> = [
			{ what: `${path}: membre ajouté`, document: { ...document, intrus: 'x' } },
		]
		return added.concat(
			Object.entries(document).flatMap(([key, value]) => [
				{ what: `${path}/${key}: retiré`, document: without(document, key) },
				...singleMutations(value, `${path}/${key}`).map((mutation) => ({
					what: mutation.what,
					document: { ...document, [key]: mutation.document },
				})),
			]),
		)
	}
	return mutateScalar(document).map((changed, index) => ({
		what: `${path}: valeur ${index}`,
		document: changed,
	}))
}

function mutateScalar(value: null | boolean | number | string): Array<Json> {
	if (typeof value === 'boolean') return [!value]
	if (typeof value === 'number') return [value + 1]
	if (value === null) return ['']
	const last = value.at(-1) === '1' ? '2' : '1'
	return [
		`${value} `,
		value.slice(0, -1) + last,
		value.toUpperCase() === value ? `${value}A` : value.toUpperCase(),
	]
}

function without(document: { [key: string]: Json }, key: string) {
	const { [key]: _, ...rest } = document
	return rest
}
