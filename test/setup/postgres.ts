/**
 * A private PostgreSQL server for one test file, from Debian's packages or the
 * PATH, in a temporary folder and reachable through a socket in it alone.
 *
 *     await using server = await startPostgres()
 *     const database = openPostgres(await server.createDatabase())
 */
import { execFile } from 'node:child_process'
import { chownSync, mkdtempSync } from 'node:fs'
import { glob, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface PostgresServer extends AsyncDisposable {
	/** A new empty database, as a connection URL. */
	createDatabase(): Promise<string>
}

export async function startPostgres(): Promise<PostgresServer> {
	const bin = await findBinaries()
	const owner = await unprivilegedUser()
	const directory = mkdtempSync(join(tmpdir(), 'filiere-pg-'))
	if (owner) chownSync(directory, owner.uid, owner.gid)
	const data = join(directory, 'data')
	const run = (program: string, ...args: Array<string>) =>
		execute(join(bin, program), args, {
			...owner,
			cwd: directory,
			env: { ...process.env, LC_ALL: 'C.UTF-8' },
		})

	await run(
		'initdb',
		'--pgdata',
		data,
		'--username',
		'filiere',
		'--auth',
		'trust',
		'--encoding',
		'UTF8',
		'--no-sync',
	)
	const options = `-c listen_addresses='' -c unix_socket_directories=${directory} -c fsync=off`
	await run(
		'pg_ctl',
		'start',
		'--pgdata',
		data,
		'--wait',
		'--log',
		join(directory, 'log'),
		'--options',
		options,
	)
	let databases = 0
	return {
		async createDatabase() {
			const name = `test_${++databases}`
			await run('createdb', '--host', directory, '--username', 'filiere', name)
			return `postgresql://filiere@localhost/${name}?host=${encodeURIComponent(directory)}`
		},
		async [Symbol.asyncDispose]() {
			await run('pg_ctl', 'stop', '--pgdata', data, '--mode', 'immediate')
			await rm(directory, { recursive: true, force: true })
		},
	}
}

/** Debian keeps the server's programs off the PATH, one folder for each version. */
async function findBinaries(): Promise<string> {
	for await (const path of glob('/usr/lib/postgresql/*/bin/initdb')) return dirname(path)
	for (const directory of (process.env.PATH ?? '').split(delimiter)) {
		for await (const path of glob(join(directory, 'initdb'))) return dirname(path)
	}
	throw new Error('PostgreSQL is missing: `apt-get install postgresql`, or put its `bin` folder on the PATH')
}

/** PostgreSQL refuses to run as root: the packages made a user for it. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return
	for (const name of ['postgres', 'nobody']) {
		const ids = await Promise.all(['-u', '-g'].map((flag) => execute('id', [flag, name]))).catch(
			() => undefined,
		)
		if (ids) return { uid: Number(ids[0]?.stdout), gid: Number(ids[1]?.stdout) }
	}
	throw new Error('PostgreSQL does not run as root and there is no user `postgres` nor `nobody`')
}
