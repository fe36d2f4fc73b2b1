import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { CodeCommitClient, CreateRepositoryCommand } from '@aws-sdk/client-codecommit'
import { atMostTimes, type Figure, medianMs } from './measure.ts'

// `git clone` from the emulator, against git's own server over the same history.

const COMMITS = 200
const ROUNDS = 9
const run = promisify(execFile)

/** The figure of a clone of 200 commits. */
export async function gitFigures(): Promise<Array<Figure>> {
	const home = await mkdtemp(join(tmpdir(), 'filiere-bench-git-'))
	const { child, endpoint } = await startEmulator()
	const server = await serveBackend(home)
	const { port } = server.address() as AddressInfo
	const git = (folder: string, ...words: ReadonlyArray<string>) =>
		run('git', [...words], { cwd: join(home, folder), env: environment(home) })
	try {
		await git('', 'init', '--quiet', '--bare', '--initial-branch=main', 'bare.git')
		await git('', 'init', '--quiet', '--initial-branch=main', 'work')
		for (let index = 0; index < COMMITS; index++) {
			await writeFile(join(home, 'work', `page-${index % 20}.html`), `<h1>${index}</h1>\n`.repeat(20))
			await git('work', 'add', '.')
			await git('work', 'commit', '--quiet', '--message', `Page ${index}`)
		}
		const credentials = { accessKeyId: 'root', secretAccessKey: 'any' }
		const codecommit = new CodeCommitClient({ endpoint, region: 'eu-west-3', credentials })
		await codecommit.send(new CreateRepositoryCommand({ repositoryName: 'site' }))
		const ours = `${endpoint.replace('//', '//root:any@')}/v1/repos/site`
		const theirs = `http://127.0.0.1:${port}/bare.git`
		for (const url of [ours, join(home, 'bare.git')]) await git('work', 'push', '--quiet', url, 'main')
		let copies = 0
		const clone = (url: string) =>
			medianMs(ROUNDS, () => git('', 'clone', '--quiet', url, `copy-${copies++}`))
		const reference = await clone(theirs)
		const measured = await clone(ours)
		return [atMostTimes(`git clone of ${COMMITS} commits, against git http-backend`, measured, reference, 2)]
	} finally {
		child.kill()
		server.close()
		await rm(home, { recursive: true })
	}
}

function environment(home: string) {
	const identity = { NAME: 'Ada', EMAIL: 'ada@example.org' }
	const who = Object.entries(identity).flatMap(([key, value]) => [
		[`GIT_AUTHOR_${key}`, value],
		[`GIT_COMMITTER_${key}`, value],
	])
	return {
		PATH: process.env.PATH,
		HOME: home,
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_TERMINAL_PROMPT: '0',
		...Object.fromEntries(who),
	}
}

async function startEmulator(): Promise<{ child: ChildProcess; endpoint: string }> {
	const child = spawn(process.execPath, ['labs/aws/standalone/standalone.ts', '--port', '0', '--open'], {
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
	return { child, endpoint: /AWS_ENDPOINT_URL=(\S+)/.exec(line)?.[1] ?? '' }
}

/** `git http-backend` behind a port: https://git-scm.com/docs/git-http-backend */
async function serveBackend(root: string): Promise<Server> {
	const server = createServer((request, response) => answer(root, request, response))
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	return server
}

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
	const url = new URL(request.url ?? '/', 'http://localhost')
	const {
		'content-type': type = '',
		'content-encoding': encoding = '',
		'git-protocol': protocol,
	} = request.headers
	const backend = spawn('git', ['http-backend'], {
		env: {
			PATH: process.env.PATH,
			GIT_PROJECT_ROOT: root,
			GIT_HTTP_EXPORT_ALL: '1',
			PATH_INFO: url.pathname,
			QUERY_STRING: url.search.slice(1),
			REQUEST_METHOD: request.method,
			CONTENT_TYPE: type,
			HTTP_CONTENT_ENCODING: encoding,
			GIT_PROTOCOL: String(protocol ?? ''),
		},
	})
	request.pipe(backend.stdin)
	const chunks: Array<Buffer> = []
	backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
	backend.stdout.on('end', () => {
		const all = Buffer.concat(chunks)
		const end = all.indexOf('\r\n\r\n')
		const headers = all
			.subarray(0, end)
			.toString()
			.split('\r\n')
			.map((text) => text.split(': '))
		response.writeHead(200, Object.fromEntries(headers)).end(all.subarray(end + 4))
	})
}
