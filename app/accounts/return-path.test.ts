import { expect, test } from 'vitest'
import { safeReturnPath } from './return-path.ts'

test('a path of the site is kept, with its query', () => {
	expect(safeReturnPath('/ateliers/mon-premier-pipeline?etape=2#aide')).toBe(
		'/ateliers/mon-premier-pipeline?etape=2#aide',
	)
})

test('an address that could lead to another site is replaced', () => {
	expect(safeReturnPath('https://attaque.example/')).toBe('/cours')
	expect(safeReturnPath('//attaque.example/')).toBe('/cours')
	expect(safeReturnPath('/\\attaque.example')).toBe('/cours')
	expect(safeReturnPath('/\t/attaque.example')).toBe('/cours')
	expect(safeReturnPath('/..//attaque.example')).toBe('/cours')
	expect(safeReturnPath('javascript:alert(1)')).toBe('/cours')
	expect(safeReturnPath(null)).toBe('/cours')
})
