import { createHash } from 'node:crypto'
import { build, type Plugin, type Rollup } from 'vite'

const ENTRY = 'app/offline/service-worker.ts'
const FILE = 'service-worker.js'

/**
 * Adds the site's worker to the browser's files, at the root: it answers for the
 * whole site. It is built apart, since it must stand in one file.
 */
export function serviceWorkerPlugin(): Plugin {
	return {
		name: 'service-worker',
		apply: 'build',
		applyToEnvironment: ({ name }) => name === 'client',
		async generateBundle(_, bundle) {
			// Names carry the hash of their content: they are the build's id.
			const names = Object.keys(bundle).sort().join('\n')
			const id = createHash('sha256').update(names).digest('hex').slice(0, 12)
			this.emitFile({ type: 'asset', fileName: FILE, source: await buildWorker(id) })
		},
	}
}

async function buildWorker(id: string): Promise<string> {
	const built = await build({
		configFile: false,
		logLevel: 'warn',
		define: { __BUILD_ID__: JSON.stringify(id) },
		build: { write: false, lib: { entry: ENTRY, formats: ['iife'], name: 'worker', fileName: 'worker' } },
	})
	const outputs = (Array.isArray(built) ? built : [built]) as Array<Rollup.RollupOutput>
	const [chunk] = outputs.flatMap(({ output }) => output)
	if (chunk?.type !== 'chunk') throw new Error(`${ENTRY} was not built`)
	return chunk.code
}
