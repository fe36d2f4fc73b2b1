import { expect, test } from 'vitest'
import { csv } from './csv.ts'

test('cells are parted by semicolons, and quoted where they hold one, a quote or a line end', () => {
	expect(
		csv([
			['a', 'b;c'],
			['« d »', 'e"f\ng'],
		]),
	).toBe('\uFEFFa;"b;c"\r\n« d »;"e""f\ng"\r\n')
})

test('a cell that a spreadsheet would run is made text', () => {
	expect(csv([['=1+1', '-2', '@x', '+3', '\tx', 'a=b']])).toBe("\uFEFF'=1+1;'-2;'@x;'+3;'\tx;a=b\r\n")
})
