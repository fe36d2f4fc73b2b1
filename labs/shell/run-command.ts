import { Bash, InMemoryFs } from 'just-bash'
import { createAwsCommand } from './commands/aws.ts'
import { unzipCommand, zipCommand } from './commands/zip.ts'
import { HOME_BYTES, HOME_FILES, INTERPRETER_LIMITS, OUTPUT_CHARACTERS } from './limits.ts'
import { type CommandRequest, type CommandResult, HOME, type SessionFiles } from './session.ts'

/** Variables of the interpreter itself, which a session does not carry on. */
const NOT_CARRIED = new Set(['_', 'SHLVL', 'BASHPID', 'PPID', 'RANDOM', 'SECONDS', 'LINENO', 'PIPESTATUS'])

/** Runs one command line in a shell made for it alone, and tells what it left behind. */
export async function runCommand(request: CommandRequest): Promise<CommandResult> {
	const fs = new InMemoryFs({}, { maxTotalBytes: INTERPRETER_LIMITS.maxFileSystemBytes })
	for (const directory of ['/tmp', '/root', '/dev', '/bin', '/usr/bin', HOME]) {
		await fs.mkdir(directory, { recursive: true })
	}
	for (const [path, base64] of Object.entries(request.files)) {
		fs.writeFileSync(path, Buffer.from(base64, 'base64'))
	}
	const cwd = (await fs.exists(request.cwd)) ? request.cwd : HOME
	const bash = new Bash({
		fs,
		cwd,
		env: { ...request.env, HOME, USER: 'apprenant', PWD: cwd, LANG: 'fr_FR.UTF-8', TZ: 'Europe/Paris' },
		customCommands: [createAwsCommand(request.endpoint), zipCommand, unzipCommand],
		executionLimits: INTERPRETER_LIMITS,
	})
	const result = await bash.exec(request.line, { signal: AbortSignal.timeout(request.timeoutMs) })
	const after = await homeFiles(fs)
	const { stdout, stderr } = result
	const full = homeComplaint(after)
	return {
		id: request.id,
		stdout: cut(stdout),
		stderr: cut(full ? `${stderr}${full}\n` : stderr),
		exitCode: full ? 1 : result.exitCode,
		cwd: result.env.PWD ?? cwd,
		env: carried(result.env),
		...(full ? { written: {}, removed: [] } : difference(request.files, after)),
	}
}

async function homeFiles(fs: InMemoryFs): Promise<SessionFiles> {
	const files: Record<string, string> = {}
	for (const path of fs.getAllPaths()) {
		if (!path.startsWith(`${HOME}/`)) continue
		const stat = await fs.lstat(path)
		if (stat.isFile) files[path] = Buffer.from(await fs.readFileBuffer(path)).toString('base64')
	}
	return files
}

function homeComplaint(files: SessionFiles): string | undefined {
	const bytes = Object.values(files).reduce((sum, base64) => sum + Math.floor((base64.length * 3) / 4), 0)
	if (bytes > HOME_BYTES || Object.keys(files).length > HOME_FILES) {
		return `Le dossier personnel est plein (${HOME_BYTES / 1024 / 1024} Mio et ${HOME_FILES} fichiers au plus) : la commande n’a rien enregistré. Supprimez des fichiers, puis recommencez.`
	}
}

function difference(before: SessionFiles, after: SessionFiles) {
	const written = Object.entries(after).filter(([path, content]) => before[path] !== content)
	const removed = Object.keys(before).filter((path) => !(path in after))
	return { written: Object.fromEntries(written), removed }
}

function carried(env: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_CARRIED.has(name)))
}

function cut(text: string): string {
	if (text.length <= OUTPUT_CHARACTERS) return text
	return `${text.slice(0, OUTPUT_CHARACTERS)}\n[… sortie coupée : ${text.length} caractères]\n`
}
