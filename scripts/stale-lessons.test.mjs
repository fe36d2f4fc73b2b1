import { expect, test } from 'vitest'
import { staleBefore, staleLessons } from './stale-lessons.mjs'

function lesson(slug, verified) {
	return { file: `content/modules/01-bases/${slug}.mdx`, title: slug, verified }
}

test('a verification is too old after six months', () => {
	expect(staleBefore('2026-11-25')).toBe('2026-05-25')
	expect(staleBefore('2026-03-10')).toBe('2025-09-10')
	expect(staleBefore('2026-08-31')).toBe('2026-02-28')
})

test('lessons to verify again are listed, the oldest first', () => {
	const parts = [
		{ lessons: [lesson('01-recente', '2026-05-25'), lesson('02-ancienne', '2026-05-24')] },
		{ lessons: [lesson('01-plus-ancienne', '2025-12-01')] },
	]
	expect(staleLessons({ parts }, '2026-11-25').map(({ title, verified }) => [title, verified])).toEqual([
		['01-plus-ancienne', '2025-12-01'],
		['02-ancienne', '2026-05-24'],
	])
})
