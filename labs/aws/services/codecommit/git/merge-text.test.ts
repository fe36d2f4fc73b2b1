import { expect, test } from 'vitest'
import { linesOf, mergedText, mergeHunks } from './merge-text.ts'

function merge(base: string, source: string, destination: string, winner?: 'source' | 'destination') {
	const texts = { base: linesOf(base), source: linesOf(source), destination: linesOf(destination) }
	const hunks = mergeHunks(texts)
	return hunks && mergedText(texts, hunks, winner)
}

const BASE = 'a\nb\nc\nd\ne\nf\ng\n'

test('changes in different places come together', () => {
	expect(merge(BASE, BASE.replace('b', 'B'), BASE.replace('f', 'F'))).toBe('a\nB\nc\nd\ne\nF\ng\n')
	expect(merge(BASE, `${BASE}h\n`, `z\n${BASE}`)).toBe(`z\n${BASE}h\n`)
	expect(merge(BASE, BASE.replace('c\nd\n', ''), BASE.replace('g\n', ''))).toBe('a\nb\ne\nf\n')
})

test('the same change on both sides is no conflict', () => {
	expect(merge(BASE, BASE.replace('b', 'B'), BASE.replace('b', 'B'))).toBe('a\nB\nc\nd\ne\nf\ng\n')
})

test('different changes of one line are a conflict, which one side may win', () => {
	const [source, destination] = [BASE.replace('b', 'S'), BASE.replace('b', 'D')]
	expect(merge(BASE, source, destination)).toBeUndefined()
	expect(merge(BASE, source, destination, 'source')).toBe(source)
	expect(merge(BASE, source, destination, 'destination')).toBe(destination)
})

test('changes of neighbouring lines are a conflict, as in git', () => {
	expect(merge(BASE, BASE.replace('b', 'B'), BASE.replace('c', 'C'))).toBeUndefined()
})

test('every hunk says where it is in each text', () => {
	const texts = {
		base: linesOf(BASE),
		source: linesOf(BASE.replace('b\n', '')),
		destination: linesOf(`${BASE}h\n`),
	}
	expect(mergeHunks(texts)).toEqual([
		{
			base: { start: 0, end: 1 },
			source: { start: 0, end: 1 },
			destination: { start: 0, end: 1 },
			changed: 'nobody',
		},
		{
			base: { start: 1, end: 2 },
			source: { start: 1, end: 1 },
			destination: { start: 1, end: 2 },
			changed: 'source',
		},
		{
			base: { start: 2, end: 7 },
			source: { start: 1, end: 6 },
			destination: { start: 2, end: 7 },
			changed: 'nobody',
		},
		{
			base: { start: 7, end: 7 },
			source: { start: 6, end: 6 },
			destination: { start: 7, end: 8 },
			changed: 'destination',
		},
	])
})

test('texts that differ too much are not compared', () => {
	const other = Array.from({ length: 5_000 }, (_, index) => `${index}\n`).join('')
	const another = Array.from({ length: 5_000 }, (_, index) => `x${index}\n`).join('')
	expect(merge(other, another, other)).toBeUndefined()
})
