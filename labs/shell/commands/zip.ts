import { type Unzipped, unzipSync, type Zippable, zipSync } from 'fflate'
import { defineCommand } from 'just-bash'

/** Bytes that an archive may hold once unpacked. */
const UNPACKED_BYTES = 32 * 1024 * 1024
/** Dates in a zip are fixed, so that the same files give the same archive. */
const MTIME = new Date('2026-01-01T12:00:00Z')

function failure(command: string, message: string, exitCode: number) {
	return { stdout: '', stderr: `${command} error: ${message}\n`, exitCode }
}

/** `zip [-r] [-q] archive.zip path…`: the part of Info-ZIP that lessons use. */
export const zipCommand = defineCommand('zip', async (args, { fs, cwd }) => {
	const flags = args.filter((arg) => arg.startsWith('-')).join('')
	const unknown = /[^-rqj]/.exec(flags)
	if (unknown)
		return failure('zip', `Invalid command arguments (short option '${unknown[0]}' not supported)`, 16)
	const [archive, ...paths] = args.filter((arg) => !arg.startsWith('-'))
	if (!archive || paths.length === 0)
		return failure('zip', 'Nothing to do! (usage: zip -r archive.zip path…)', 12)

	const target = archive.includes('.') ? archive : `${archive}.zip`
	const files: Record<string, Uint8Array> = {}
	async function add(path: string): Promise<void> {
		const absolute = fs.resolvePath(cwd, path)
		const stat = await fs.stat(absolute)
		if (stat.isDirectory) {
			if (!flags.includes('r')) return
			for (const name of await fs.readdir(absolute)) await add(`${path}/${name}`)
			return
		}
		if (absolute === fs.resolvePath(cwd, target)) return
		const name = flags.includes('j') ? (path.split('/').at(-1) ?? path) : path
		files[name.replace(/^(\.\/|\/)+/, '').replaceAll('/./', '/')] = await fs.readFileBuffer(absolute)
	}
	for (const path of paths) {
		if (!(await fs.exists(fs.resolvePath(cwd, path)))) return failure('zip', `Nothing to do! (${path})`, 12)
		await add(path)
	}
	const zippable: Zippable = Object.fromEntries(
		Object.entries(files).map(([name, bytes]) => [name, [bytes, { mtime: MTIME }]]),
	)
	await fs.writeFile(fs.resolvePath(cwd, target), zipSync(zippable))
	const lines = Object.keys(files).map((name) => `  adding: ${name}\n`)
	return { stdout: flags.includes('q') ? '' : lines.join(''), stderr: '', exitCode: 0 }
})

/** `unzip [-l] [-o] archive.zip [-d directory]` */
export const unzipCommand = defineCommand('unzip', async (args, { fs, cwd }) => {
	const directoryAt = args.indexOf('-d')
	const directory = directoryAt >= 0 ? (args[directoryAt + 1] ?? '.') : '.'
	const rest = directoryAt >= 0 ? args.toSpliced(directoryAt, 2) : args
	const flags = rest.filter((arg) => arg.startsWith('-')).join('')
	const [archive] = rest.filter((arg) => !arg.startsWith('-'))
	if (!archive) return failure('unzip', 'usage: unzip [-l] archive.zip [-d directory]', 10)
	const path = fs.resolvePath(cwd, archive)
	if (!(await fs.exists(path))) return failure('unzip', `cannot find or open ${archive}`, 9)

	let unpacked = 0
	let files: Unzipped
	try {
		files = unzipSync(await fs.readFileBuffer(path), {
			filter: ({ originalSize }) => {
				unpacked += originalSize
				if (unpacked > UNPACKED_BYTES) throw new Error('archive too large')
				return true
			},
		})
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error)
		return failure('unzip', `cannot read ${archive} as a zip archive (${reason})`, 9)
	}
	const names = Object.keys(files).filter((name) => !name.endsWith('/'))
	if (flags.includes('l')) {
		const rows = names.map((name) => `${String(files[name]?.length).padStart(9)}  ${name}\n`)
		return { stdout: `   Length  Name\n${rows.join('')}`, stderr: '', exitCode: 0 }
	}
	for (const name of names) {
		const target = fs.resolvePath(cwd, `${directory}/${name}`)
		await fs.mkdir(target.slice(0, target.lastIndexOf('/')) || '/', { recursive: true })
		await fs.writeFile(target, files[name] ?? new Uint8Array())
	}
	return { stdout: names.map((name) => `  inflating: ${name}\n`).join(''), stderr: '', exitCode: 0 }
})
