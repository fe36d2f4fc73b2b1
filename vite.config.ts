import mdx from '@mdx-js/rollup'
import { reactRouter } from '@react-router/dev/vite'
import rehypeSlug from 'rehype-slug'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMdxFrontmatter from 'remark-mdx-frontmatter'
import { defineConfig, type Plugin } from 'vite'
import { coursePlugin } from './app/course/build/course-plugin.ts'
import { rehypeCodeBlock } from './app/course/build/rehype-code-block.ts'
import { remarkGlossary } from './app/course/build/remark-glossary.ts'
import { serviceWorkerPlugin } from './app/offline/build/service-worker-plugin.ts'
import { searchPlugin } from './app/search/build/search-plugin.ts'

/**
 * The server runs `labs/` from its sources: it reads models and lab folders from
 * disk, forks workers, and must exist once in the process, whether the site's
 * build or the emulator's port asks for it.
 */
function labsFromSource(): Plugin {
	return {
		name: 'labs-from-source',
		enforce: 'pre',
		resolveId(id) {
			const server = this.environment.config.consumer === 'server'
			if (!server || !id.startsWith('#labs/') || id.endsWith('.mdx')) return
			// Vite's own module loader would look `#labs/` up in Vite's package.
			const inDevelopment = this.environment.mode === 'dev'
			const file = new URL(id.replace('#labs/', './labs/'), import.meta.url)
			return { id: inDevelopment ? file.href : id, external: true }
		},
	}
}

/** What turns content into modules; tests read content through the same. */
export const contentPlugins = [
	{
		enforce: 'pre' as const,
		...mdx({
			remarkPlugins: [
				remarkFrontmatter,
				remarkMdxFrontmatter,
				remarkGfm,
				[remarkGlossary, { root: import.meta.dirname }],
			],
			rehypePlugins: [rehypeSlug, rehypeCodeBlock],
		}),
	},
	coursePlugin(),
	searchPlugin(),
]

export default defineConfig({
	plugins: [labsFromSource(), contentPlugins, serviceWorkerPlugin(), reactRouter()],
	// The build's entry is our own server module, so that the site, its database and
	// its accounts exist once in the process.
	environments: { ssr: { build: { rollupOptions: { input: './app/server/app.ts' } } } },
})
