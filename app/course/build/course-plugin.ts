import { isAbsolute, relative } from 'node:path'
import type { Plugin, ViteDevServer } from 'vite'
import { loadCourse } from './load-course.ts'

const id = 'virtual:course'
const resolved = `\0${id}`

/**
 * Serves the validated course as the module `virtual:course`, so that a server
 * starts without reading or parsing any lesson. A mistake in `content/` stops
 * the build with the name of the file.
 */
export function coursePlugin(): Plugin {
	let root = process.cwd()
	return {
		name: 'course',
		configResolved(config) {
			root = config.root
		},
		resolveId(source) {
			return source === id ? resolved : undefined
		},
		load(source) {
			return source === resolved ? `export default ${JSON.stringify(loadCourse(root))}` : undefined
		},
		configureServer(server) {
			server.watcher.on('all', (_event, file) => {
				if (isInside(`${root}/content`, file)) reload(server)
			})
		},
	}
}

function isInside(folder: string, file: string) {
	const path = relative(folder, file)
	return path !== '' && !path.startsWith('..') && !isAbsolute(path)
}

function reload(server: ViteDevServer) {
	for (const environment of Object.values(server.environments)) {
		for (const [file, module] of environment.moduleGraph.idToModuleMap) {
			// A page holds the definitions of the glossary that it shows.
			if (file === resolved || file.endsWith('.mdx')) environment.moduleGraph.invalidateModule(module)
		}
	}
	server.environments.client.hot.send({ type: 'full-reload' })
}
