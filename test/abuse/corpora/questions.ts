import { searchNotebook } from '#app/course/notebook.ts'
import { analyse } from '#app/search/search-document.ts'
import { SearchIndex } from '#app/search/search-index.ts'
import { abuse } from './abuse.ts'

/** An index of words that nobody knows, as large as the course's. */
function indexOf(documents: number, wordsOfEach: number): SearchIndex {
	const word = (index: number) => `mot${(index * 7919).toString(36)}`
	const all = Array.from({ length: documents }, (_, at) => {
		const words = Array.from({ length: wordsOfEach }, (_, index) => word(at * wordsOfEach + index))
		const parts = {
			names: [`Leçon ${at}`],
			headings: [],
			summaries: [],
			sentences: [words.join(' ')],
			code: [],
		}
		return analyse({ kind: 'lesson', page: `/cours/a/${at}`, place: 'Partie', title: `Leçon ${at}` }, parts)
	})
	return new SearchIndex(all, [])
}

export const questions = [
	abuse('a question of 22 words that there are not', 0, () => {
		const index = indexOf(60, 200)
		const query = Array.from({ length: 22 }, (_, at) => `zqx${(at * 104_729).toString(36)}w`).join(' ')
		return () => index.search(query).length
	}),
	abuse('a question of one letter that all words begin with', 20, () => {
		const index = indexOf(60, 200)
		return () => index.search('m').length
	}),
	abuse('a search in as many long notes as one may have', 0, () => {
		const notes = Array.from({ length: 1_000 }, (_, at) => ({
			...{ id: String(at), text: 'é à ç œ mot '.repeat(333) + at },
			...{ heading: null, updatedAt: '2026-01-05T09:00:00.000Z' },
		}))
		const section = { slug: 'a', title: 'A', part: 'B', path: '/a', headings: [], notes }
		return async () => (await searchNotebook([section], 'zzz yyy xxx')).length
	}),
]
