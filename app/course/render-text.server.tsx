import type { ComponentType } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { env } from '#app/platform/env.server.ts'
import { course } from './course.server.ts'
import { type Check, coursePath } from './course.ts'
import { KnowledgeChecks } from './knowledge-checks.tsx'
import { mdxComponents } from './mdx/components.tsx'
import { hasText, keepText, textAt } from './page-text.tsx'

type Body = { default: ComponentType<{ components: typeof mdxComponents }> }

// Each text is a chunk of its own, loaded when it is first read: a server starts
// as fast with two hundred lessons as with ten.
const loaders = new Map(
	Object.entries(import.meta.glob<Body>(['/content/modules/*/*.mdx', '/labs/*/instructions.mdx'])).map(
		([file, load]) => [addressOf(file), load],
	),
)
const checks = new Map(
	course.parts.flatMap((part) =>
		part.lessons.map((lesson): [string, Array<Check>] => [coursePath(part, lesson), lesson.checks]),
	),
)

/** Makes the text of the page at this address ready for `PageText`. Throws a 404 response when there is none. */
export async function preloadText(address: string): Promise<void> {
	await renderText(address)
}

/**
 * The text of a part, of a lesson with its knowledge checks, or of a lab's
 * instructions, as static markup. Rendered once in the life of the process.
 */
export async function renderText(address: string): Promise<string> {
	if (!hasText(address) || env.nodeEnv === 'development') keepText(address, await render(address))
	return textAt(address)
}

async function render(address: string): Promise<string> {
	const prose = await renderProse(address)
	return prose + renderToStaticMarkup(<KnowledgeChecks checks={checks.get(address) ?? []} />)
}

/** The prose at this address alone, rendered anew. Throws a 404 response when there is none. */
export async function renderProse(address: string): Promise<string> {
	const load = loaders.get(address)
	if (!load) throw new Response('Ce texte n’existe pas.', { status: 404 })
	const { default: Content } = await load()
	return renderToStaticMarkup(
		<div className="prose">
			<Content components={mdxComponents} />
		</div>,
		// The page around it numbers its own ids.
		{ identifierPrefix: 'texte' },
	)
}

/** The address of the page that shows a file. */
function addressOf(file: string): string {
	const [folder = '', name = ''] = file.split('/').slice(-2)
	if (file.startsWith('/labs/')) return `/ateliers/${unnumbered(folder)}`
	const part = { slug: unnumbered(folder) }
	return name === 'index.mdx'
		? coursePath(part)
		: coursePath(part, { slug: unnumbered(name.replace(/\.mdx$/, '')) })
}

function unnumbered(name: string): string {
	return name.replace(/^\d\d-/, '')
}
