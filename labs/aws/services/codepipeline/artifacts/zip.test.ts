import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openZip } from './zip.ts'

test('an archive opens to its files, without its folders', async () => {
	const zip = zipSync({ 'a/': new Uint8Array(), 'a/b.txt': strToU8('b'), 'c.txt': strToU8('') })
	expect((await openZip(zip)).map(({ path }) => path)).toEqual(['a/b.txt', 'c.txt'])
})

test.for([
	['../up.txt', 'invalid relative path: ../up.txt'],
	['a/../../up.txt', 'invalid relative path: a/../../up.txt'],
	['/root.txt', 'absolute path: /root.txt'],
	['C:/up.txt', 'absolute path: C:/up.txt'],
	['a\\b.txt', 'invalid characters in fileName: a\\b.txt'],
	['a\0b.txt', 'a path holds a NUL character'],
] as const)('the path %s is refused', async ([path, message]) => {
	await expect(openZip(zipSync({ [path]: strToU8('x') }))).rejects.toThrow(message)
})

/** The same archive with another uncompressed size in its directory. */
function claiming(zip: Uint8Array, size: number): Uint8Array {
	const view = new DataView(zip.buffer)
	const directory = view.getUint32(zip.byteLength - 22 + 16, true)
	view.setUint32(directory + 24, size, true)
	return zip
}

test('an archive that would unfold to too much is refused before it does', async () => {
	const bomb = claiming(zipSync({ 'zeros.bin': new Uint8Array(1024) }), 65 * 1024 ** 2)
	await expect(openZip(bomb)).rejects.toThrow('holds more than 67108864 bytes')
})

test('an archive that unfolds to more than it says is refused', async () => {
	const liar = claiming(zipSync({ 'zeros.bin': new Uint8Array(100_000) }), 10)
	await expect(openZip(liar)).rejects.toThrow('too many bytes in the stream')
})

test('what is not an archive, or only half of one, is refused', async () => {
	const zip = zipSync({ 'a.txt': strToU8('a'.repeat(10_000)) })
	await expect(openZip(strToU8('<html>'))).rejects.toThrow('Either not a zip file, or file is truncated')
	await expect(openZip(zip.subarray(0, zip.length - 10))).rejects.toThrow(
		'Either not a zip file, or file is truncated',
	)
	await expect(openZip(zip.subarray(20))).rejects.toThrow('invalid central directory file header signature')
})

test.for([
	[0, "'a.txt' is damaged"],
	[6, 'invalid literal/lengths set'],
] as const)('bytes that changed under way are noticed (level %i)', async ([level, message]) => {
	const zip = zipSync({ 'a.txt': strToU8('one two three four five six seven') }, { level })
	zip[50] = (zip[50] ?? 0) ^ 0x08
	await expect(openZip(zip)).rejects.toThrow(message)
})
