// What every bootstrap script needs, with Node's built-ins alone: they run
// before anything is installed, on any Node from 20 on.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statfsSync,
	statSync,
	writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Exit codes, one for each thing that a person can do something about. */
export const EXIT = {
	nodeTooOld: 10,
	diskFull: 11,
	networkDown: 12,
	buildFailed: 13,
	portTaken: 14,
	database: 15,
}

/** Bytes that an install and a build need. */
const DISK_BYTES = 1.5e9
const NODE_MAJOR = 20

/** Says what went wrong and what to do, and ends with the code that belongs to it. */
export function stop(code, message) {
	console.error(`\n✗ ${message}`)
	process.exit(code)
}

export function say(message) {
	console.log(`• ${message}`)
}

/** What is wrong with this Node, or undefined. */
export function nodeComplaint(version) {
	if (Number(version.split('.')[0]) >= NODE_MAJOR) return
	return `Node ${version} est trop ancien : Filière demande Node ${NODE_MAJOR} ou plus récent. Installez-en un, puis relancez la commande.`
}

/** What is wrong with the free space of a folder, or undefined. `free` is in bytes. */
export function diskComplaint(free) {
	if (free >= DISK_BYTES) return
	const [needed, left] = [DISK_BYTES, free].map((bytes) => (bytes / 1e9).toFixed(1).replace('.', ','))
	return `Le disque est presque plein : il reste ${left} Go et l’installation en demande ${needed}. Libérez de la place, puis relancez la commande.`
}

/** The exit code and the words for an install that failed, from what npm printed. */
export function installComplaint(output) {
	if (/ENOSPC/.test(output))
		return [EXIT.diskFull, 'Le disque est plein. Libérez de la place, puis relancez la commande.']
	if (/EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output)) {
		return [
			EXIT.networkDown,
			'Le registre de paquets npm ne répond pas. Vérifiez la connexion au réseau (ou le mandataire), puis relancez la commande.',
		]
	}
	return [
		EXIT.buildFailed,
		`L’installation des paquets a échoué :\n${output.split('\n').slice(-25).join('\n')}`,
	]
}

function hashOf(paths) {
	const hash = createHash('sha256')
	for (const path of paths) hash.update(path).update(readFileSync(path))
	return hash.digest('hex')
}

function readStamp(file) {
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** The project's own Node and its tools come first on the PATH of what we start. */
export function environment(extra = {}) {
	const bin = join(ROOT, 'node_modules', '.bin')
	return {
		...process.env,
		PATH: `${bin}:${process.env.PATH}`,
		// Prisma's schema engine runs here as WebAssembly: any executable keeps its CLI from downloading one.
		PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
		PRISMA_HIDE_UPDATE_MESSAGE: '1',
		// A second start reads the compiled modules of the first.
		NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node'),
		...extra,
	}
}

/** Runs a command; its output is shown only when it fails. Resolves to `{ code, output }`. */
export function run(command, args, options = {}) {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: ROOT,
			env: environment(options.env),
			stdio: ['ignore', 'pipe', 'pipe'],
		})
		let output = ''
		const started = Date.now()
		const pulse = setInterval(() => {
			process.stdout.write(`  … ${Math.round((Date.now() - started) / 1000)} s\n`)
		}, 15_000)
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk) => {
				output += chunk
			})
		}
		child.on('error', (error) => {
			output += String(error)
		})
		child.on('close', (code) => {
			clearInterval(pulse)
			resolve({ code: code ?? 1, output })
		})
	})
}

/** What is wrong with a port that the server wants, or undefined. */
export function portComplaint(port, variable) {
	return new Promise((resolve) => {
		const probe = createServer()
		probe.once('error', ({ code }) => {
			const reason = code === 'EADDRINUSE' ? 'est déjà utilisé' : `ne peut pas être ouvert (${code})`
			resolve(
				`Le port ${port} ${reason}. Choisissez-en un autre, par exemple : ${variable}=${port + 10} npm start`,
			)
		})
		probe.listen(port, () => probe.close(() => resolve(undefined)))
	})
}

/** Refuses ports that are taken before a minute of installing, rather than after. */
export async function checkPorts() {
	for (const [variable, usual] of [
		['PORT', 3000],
		['EMULATOR_PORT', 4566],
	]) {
		const port = Number(process.env[variable] || usual)
		// What is no port at all is told by the server, with everything else that it cannot read.
		if (!Number.isInteger(port) || port < 0 || port > 65_535) continue
		const complaint = await portComplaint(port, variable)
		if (complaint) stop(EXIT.portTaken, complaint)
	}
}

/** Refuses a machine on which nothing could work. */
export function checkMachine() {
	const tooOld = nodeComplaint(process.versions.node)
	if (tooOld) stop(EXIT.nodeTooOld, tooOld)
	const { bavail, bsize } = statfsSync(ROOT)
	const full = existsSync(join(ROOT, 'node_modules')) ? undefined : diskComplaint(bavail * bsize)
	if (full) stop(EXIT.diskFull, full)
}

// The lock file names the binaries of Linux alone: those of other systems were
// not published with every version it pins, and `npm ci` wants all of them.
// Elsewhere the versions of package.json, which are exact, decide.
const LOCKED = process.platform === 'linux' ? ['--no-save'] : ['--no-package-lock']

/** Installs the packages of the lock file, unless they are there already. */
export async function install() {
	const stamp = join(ROOT, 'node_modules', '.filiere-installed')
	const wanted = hashOf(['package.json', 'package-lock.json'].map((file) => join(ROOT, file)))
	if (readStamp(stamp) === wanted) return
	say('Installation des paquets (une minute environ la première fois)')
	const { code, output } = await run('npm', ['install', ...LOCKED, '--no-audit', '--no-fund'])
	if (code !== 0) stop(...installComplaint(output))
	writeFileSync(stamp, wanted)
}

/** Every source of the build below a folder, in a fixed order. */
function sources(folder) {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
		.map((entry) => join(entry.parentPath ?? entry.path, entry.name))
		.filter((path) => !path.includes(join('prisma', 'generated')))
		.sort()
}

/** Generates Prisma's client and builds the site, unless nothing has changed since the last time. */
export async function build() {
	const stamp = join(ROOT, 'build', '.filiere-built')
	const folders = ['app', 'content', 'labs', 'prisma', 'public'].map((folder) => join(ROOT, folder))
	const files = [
		'package-lock.json',
		'vite.config.ts',
		'react-router.config.ts',
		'tsconfig.json',
		'prisma.config.ts',
	]
	const paths = [
		...folders.filter((path) => existsSync(path)).flatMap(sources),
		...files.map((file) => join(ROOT, file)),
	]
	const wanted = hashOf(paths)
	if (readStamp(stamp) === wanted && existsSync(join(ROOT, 'prisma', 'generated'))) return
	await generate()
	say('Construction du site')
	const { code, output } = await run('npm', ['run', '--silent', 'build'])
	if (code !== 0) stop(EXIT.buildFailed, `La construction a échoué :\n${output}`)
	mkdirSync(dirname(stamp), { recursive: true })
	writeFileSync(stamp, wanted)
}

/** Generates Prisma's client from the schema. */
export async function generate() {
	const client = join(ROOT, 'prisma', 'generated', 'client.ts')
	const schema = join(ROOT, 'prisma', 'schema.prisma')
	if (existsSync(client) && statSync(client).mtimeMs > statSync(schema).mtimeMs) return
	say('Préparation du client de base de données')
	const { code, output } = await run('npx', ['prisma', 'generate'])
	if (code !== 0) stop(EXIT.buildFailed, `La préparation du client de base de données a échoué :\n${output}`)
}

/** Where a program is on the PATH or at one of its usual places, or undefined. */
export function findProgram(names) {
	for (const name of names) {
		if (name.includes('/') ? existsSync(name) : spawnSync('sh', ['-c', `command -v ${name}`]).status === 0)
			return name
	}
}

/** Installs Debian packages when we may; answers whether they are there. */
export async function installDebian(packages) {
	if (process.getuid?.() !== 0 || !findProgram(['apt-get'])) return false
	say(`Installation de paquets Debian : ${packages.join(', ')}`)
	const env = { DEBIAN_FRONTEND: 'noninteractive' }
	await run('apt-get', ['update', '-q'], { env })
	const { code } = await run('apt-get', ['install', '-yq', '--no-install-recommends', ...packages], { env })
	return code === 0
}
