import { expect, test } from 'vitest'
import { CborError, readCbor } from './cbor-reader.ts'

const read = (hex: string) => readCbor(Buffer.from(hex, 'hex'))

// https://www.rfc-editor.org/rfc/rfc8949#appendix-A
test.each<[string, unknown]>([
	['00', 0],
	['17', 23],
	['1818', 24],
	['1903e8', 1000],
	['1a000f4240', 1_000_000],
	['1b000000e8d4a51000', 1_000_000_000_000],
	['20', -1],
	['3863', -100],
	['3903e7', -1000],
	['f90000', 0],
	['f98000', -0],
	['f93c00', 1],
	['fb3ff199999999999a', 1.1],
	['f97bff', 65504],
	['fa47c35000', 100_000],
	['fa7f7fffff', 3.4028234663852886e38],
	['f90001', 2 ** -24],
	['f90400', 2 ** -14],
	['f9c400', -4],
	['f97c00', Number.POSITIVE_INFINITY],
	['f97e00', Number.NaN],
	['faff800000', Number.NEGATIVE_INFINITY],
	['f4', false],
	['f5', true],
	['f6', null],
	['f7', null],
	['c11a514b67b0', new Date(1_363_896_240_000)],
	['c1fb41d452d9ec200000', new Date(1_363_896_240_500)],
	['40', new Uint8Array(0)],
	['4401020304', Uint8Array.of(1, 2, 3, 4)],
	['60', ''],
	['62c3bc', 'ü'],
	['63e6b0b4', '水'],
	['64f0908591', '𐅑'],
	['80', []],
	['8301820203820405', [1, [2, 3], [4, 5]]],
	['a26161016162820203', new Map<string, unknown>(Object.entries({ a: 1, b: [2, 3] }))],
	['5f42010243030405ff', Uint8Array.of(1, 2, 3, 4, 5)],
	['7f657374726561646d696e67ff', 'streaming'],
	['9fff', []],
	['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
	['bf61610161629f0203ffff', new Map<string, unknown>(Object.entries({ a: 1, b: [2, 3] }))],
])('%s is %j', (hex, value) => {
	expect(read(hex)).toEqual(value)
})

test.each([
	['', 'nothing'],
	['18', 'a length without its byte'],
	['44010203', 'a string that ends early'],
	['0000', 'two values'],
	['62c328', 'text that is not UTF-8'],
	['a10102', 'a key that is a number'],
	['8201ff', 'a break in a list of two'],
	['ff', 'a break alone'],
	['5f6161ff', 'text among bytes'],
	['5f5f40ffff', 'parts in parts'],
	['1c', 'a reserved length'],
	['1f', 'an endless number'],
	['c06161', 'a tag that is not taken'],
	['c16161', 'a moment that is text'],
	['c1f97c00', 'a moment without end'],
	['c249010000000000000000', 'a number of more than 64 bits'],
	['f820', 'a simple value without meaning'],
	['9bffffffffffffffff', 'a list that claims to be longer than memory'],
	['bbffffffffffffffff', 'a map that does'],
	['5bffffffffffffffff00', 'bytes that do'],
	['81'.repeat(100), 'a hundred lists in each other'],
	['c1'.repeat(100), 'a hundred tags in each other'],
])('%s is refused: %s', (hex) => {
	expect(() => read(hex)).toThrow(CborError)
})

test('a document of millions of small values is refused', () => {
	const bytes = Buffer.alloc(2_000_005, 0x80)
	bytes.set([0x9a, 0, 0x1e, 0x84, 0x80])
	expect(() => readCbor(bytes)).toThrow(new CborError('Too many values'))
})
