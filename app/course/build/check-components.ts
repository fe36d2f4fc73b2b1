import { attributesOf, mdxAttributes } from '../mdx/component-names.ts'
import { ContentError } from './content-error.ts'
import { isJsx, type JsxNode, lineOf, type MdxPage, walk } from './mdx-page.ts'

/** Refuses a component that does not exist, or an attribute that it would silently drop. */
export function checkComponents({ tree, file }: MdxPage): void {
	for (const { node } of walk(tree)) {
		if (isJsx(node) && node.name && /^[A-Z]/.test(node.name)) checkComponent(node, node.name, file)
	}
}

function checkComponent(node: JsxNode, name: string, file: string): void {
	const known = attributesOf(name)
	if (!known) {
		const names = Object.keys(mdxAttributes).join(', ')
		throw new ContentError(file, `there is no component <${name}>; use one of ${names}`, lineOf(node))
	}
	const { required = [], optional = [] } = known
	const given = node.attributes.map((attribute) => attribute.name ?? '{…}')
	const unknown = given.find((one) => !required.includes(one) && !optional.includes(one))
	if (unknown) {
		const names = [...required, ...optional].join(', ') || 'no attribute'
		throw new ContentError(file, `<${name}> does not know "${unknown}"; it takes ${names}`, lineOf(node))
	}
	const missing = required.find((one) => !given.includes(one))
	if (missing) throw new ContentError(file, `<${name}> needs ${missing}="…"`, lineOf(node))
}
