import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { linksOf } from '#app/course/build/check-links.ts'
import { loadCourse } from '#app/course/build/load-course.ts'
import { labsFile } from '#app/course/build/load-labs.ts'
import { readMdxPage } from '#app/course/build/mdx-page.ts'
import { readingTime } from '#app/course/build/reading-time.ts'
import { loadLabs } from '#labs/catalog.ts'
import { type Fault, told } from './block.ts'
import { pages } from './pages.ts'

const course = loadCourse(process.cwd())
const lessons = course.parts.flatMap((part) => part.lessons)

/** Line of a file where a text first stands. */
function lineOfText(file: string, text: string): number {
	const source = readFileSync(file, 'utf8')
	return source.slice(0, Math.max(0, source.indexOf(text))).split('\n').length
}

test('a lesson’s reading time is that of its words, within a third', () => {
	const faults = lessons.flatMap(({ file, minutes, checks }): Array<Fault> => {
		const computed = readingTime(readMdxPage(process.cwd(), file), checks)
		const share = computed / minutes
		if (share >= 2 / 3 && share <= 4 / 3) return []
		const problem = `minutes says ${minutes}, its words take ${Math.round(computed)}; write minutes: ${Math.round(computed)}`
		return [{ file, line: lineOfText(file, '\nminutes:') + 1, problem }]
	})
	expect(told(faults)).toEqual([])
	expect(lessons.length).toBeGreaterThan(0)
})

test('every address outside the site is https, of a host of content/hosts.txt', () => {
	const hosts = readFileSync('content/hosts.txt', 'utf8').split('\n')
	const known = hosts.filter((line) => line !== '' && !line.startsWith('#'))
	expect(known).toEqual([...new Set(known)].toSorted())
	const links = [
		...pages.flatMap((page) => linksOf(page).map((link) => ({ file: page.file, ...link }))),
		...lessons.flatMap(({ file, sources }) =>
			sources.map(({ url }) => ({ file, href: url, line: lineOfText(file, url) })),
		),
	]
	const faults = links.flatMap(({ file, href, line }): Array<Fault> => {
		if (!/^[a-z]+:/.test(href)) return []
		const { protocol, host } = new URL(href)
		if (protocol !== 'https:') return [{ file, line, problem: `${href} is not https` }]
		if (known.includes(host)) return []
		return [
			{ file, line, problem: `${host} is not in content/hosts.txt; cite AWS's own page, or add it there` },
		]
	})
	expect(told(faults)).toEqual([])
})

test('the course announces every lab that is open, under its own title', async () => {
	const open = await loadLabs()
	const faults = open.flatMap(({ lab }): Array<Fault> => {
		const planned = course.labs.find(({ id }) => id === lab.id)
		const at = { file: labsFile, line: lineOfText(labsFile, `id: ${lab.id},`) }
		if (!planned) return [{ ...at, problem: `lacks the lab ${lab.id}, "${lab.title}"` }]
		return planned.title === lab.title
			? []
			: [{ ...at, problem: `${lab.id} is called "${lab.title}"; write its title so` }]
	})
	expect(told(faults)).toEqual([])
})

test('no question of a part has the id of another', () => {
	const faults = course.parts.flatMap(({ lessons: own, quiz, file }): Array<Fault> => {
		const questions = [
			...own.flatMap((lesson) =>
				lesson.checks.map(({ id }) => ({ id, file: lesson.file.replace(/mdx$/, 'yaml') })),
			),
			...(quiz?.questions ?? []).map(({ id }) => ({ id, file: file.replace('index.mdx', 'quiz.yaml') })),
		]
		return questions.flatMap((question, at) => {
			const twin = questions.slice(0, at).find(({ id }) => id === question.id)
			if (!twin) return []
			const line = lineOfText(question.file, `id: ${question.id}`)
			return [
				{
					file: question.file,
					line,
					problem: `the id "${question.id}" is also in ${twin.file}; give each its own`,
				},
			]
		})
	})
	expect(told(faults)).toEqual([])
})
