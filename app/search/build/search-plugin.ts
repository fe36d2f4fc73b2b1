import type { Plugin } from 'vite'
import { loadCourse } from '../../course/build/load-course.ts'
import { readDocuments } from './read-documents.ts'

const id = 'virtual:search-documents'
const resolved = `\0${id}`

/** Serves what can be searched as the module `virtual:search-documents`: texts are read and analysed by the build. */
export function searchPlugin(): Plugin {
	let root = process.cwd()
	return {
		name: 'search',
		configResolved(config) {
			root = config.root
		},
		resolveId(source) {
			return source === id ? resolved : undefined
		},
		load(source) {
			if (source !== resolved) return
			const documents = JSON.stringify(readDocuments(root, loadCourse(root)))
			// As a string: JSON.parse reads it faster than the engine would read a literal.
			return `export default JSON.parse(${JSON.stringify(documents)})`
		},
	}
}
