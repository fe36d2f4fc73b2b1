import { type ComponentType, use } from 'react'
import { mdxComponents } from './mdx/components.tsx'

type Body = { default: ComponentType<{ components: typeof mdxComponents }> }

// Each page is a chunk of its own, loaded when it is first read: a server starts
// as fast with two hundred lessons as with ten.
const loaders = import.meta.glob<Body>(['/content/modules/*/*.mdx', '/labs/*/instructions.mdx'])
const loaded = new Map<string, Promise<Body>>()

/**
 * Loads the text of a content file before the page renders. A route's loader
 * awaits it, so that the server sends the whole text at once: React renders a
 * promise that is marked fulfilled without waiting, and a reader without
 * scripts gets no placeholder.
 */
export async function preloadBody(file: string): Promise<void> {
	const loading = load(file)
	Object.assign(loading, { status: 'fulfilled', value: await loading })
}

/**
 * The text of a content file, named by its path from the root of the project.
 * There is no Suspense boundary around it on purpose: React would send a long
 * text hidden and reveal it by script.
 */
export function PageBody({ file }: { file: string }) {
	const { default: Content } = use(load(file))
	return <Content components={mdxComponents} />
}

function load(file: string): Promise<Body> {
	const known = loaded.get(file)
	if (known) return known
	const loader = loaders[`/${file}`]
	if (!loader) throw new Error(`${file} is neither in content/modules nor the instructions of a lab`)
	const loading = loader()
	loaded.set(file, loading)
	return loading
}
