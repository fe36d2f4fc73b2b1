// https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html, the format ustar. The same files
// give the same bytes: neither dates nor owners are kept.

const BLOCK = 512
const REGULAR = '0'

/** A file of an archive; its path is relative. */
export interface TarFile {
	path: string
	bytes: Uint8Array
	/** Permissions. */
	mode: number
}

/** A path that the format has no room for. */
export class PathTooLong extends Error {
	override readonly name = 'PathTooLong'
}

/** An archive of files, in the order of their paths. Throws PathTooLong. */
export function writeTar(files: ReadonlyArray<TarFile>): Uint8Array {
	const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1))
	const parts = sorted.flatMap((file) => [
		header(file),
		file.bytes,
		Buffer.alloc((BLOCK - (file.bytes.byteLength % BLOCK)) % BLOCK),
	])
	return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

function header({ path, bytes, mode }: TarFile): Uint8Array {
	const block = Buffer.alloc(BLOCK)
	const [prefix, name] = split(path)
	const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
	block.write(name, 0)
	block.write(`${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100)
	block.write(`${octal(bytes.byteLength, 11)}\0${octal(0, 11)}\0`, 124)
	block.write(`${' '.repeat(8)}${REGULAR}`, 148)
	block.write('ustar\x0000', 257)
	block.write(prefix, 345)
	const sum = block.reduce((total, byte) => total + byte, 0)
	block.write(`${octal(sum, 6)}\0 `, 148)
	return block
}

/** A path as its folder and its name: 155 and 100 bytes. */
function split(path: string): [prefix: string, name: string] {
	if (Buffer.byteLength(path) <= 100) return ['', path]
	for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
		const [prefix, name] = [path.slice(0, at), path.slice(at + 1)]
		if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return [prefix, name]
	}
	throw new PathTooLong(path)
}
