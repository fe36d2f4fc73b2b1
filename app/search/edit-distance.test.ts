import { expect, test } from 'vitest'
import { isWithin } from './edit-distance.ts'

test('a letter added, left out, changed or swapped is one mistake', () => {
	expect(isWithin(1, 'pipeline', 'pipelline')).toBe(true)
	expect(isWithin(1, 'pipeline', 'pipline')).toBe(true)
	expect(isWithin(1, 'pipeline', 'pipelane')).toBe(true)
	expect(isWithin(1, 'pipeline', 'piepline')).toBe(true)
})

test('two mistakes are more than one', () => {
	expect(isWithin(1, 'approbation', 'aprobbtion')).toBe(false)
	expect(isWithin(2, 'approbation', 'aprobaton')).toBe(true)
	expect(isWithin(2, 'approbation', 'probatio')).toBe(false)
})
