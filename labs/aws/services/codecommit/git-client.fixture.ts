import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CodeCommitClient, CreateRepositoryCommand } from '@aws-sdk/client-codecommit'
import { CreateServiceSpecificCredentialCommand, IAMClient } from '@aws-sdk/client-iam'
import { onTestFinished } from 'vitest'
import { openPeople, type Permission } from '../../people.fixture.ts'
import { createEmulatorServer } from '../../wire/http.ts'

// What the tests by the real git client start from: a repository behind a port, and who may use it.

export interface GitOutcome {
	code: number
	stdout: string
	stderr: string
}

/** An emulator that listens, with an empty repository `site`, and a folder of its own for git. */
export async function openGit() {
	const people = await openPeople()
	const server = createEmulatorServer(people.emulator)
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const home = await mkdtemp(join(tmpdir(), 'filiere-git-'))
	onTestFinished(async () => {
		server.closeAllConnections()
		server.close()
		await rm(home, { recursive: true })
	})
	const { port } = server.address() as AddressInfo
	const codecommit = new CodeCommitClient(people.root)
	await codecommit.send(new CreateRepositoryCommand({ repositoryName: 'site' }))

	/** Runs git in a folder below the home; nothing of the machine's configuration reaches it. */
	function git(folder: string, ...words: ReadonlyArray<string>): Promise<GitOutcome> {
		const env = {
			PATH: process.env.PATH,
			HOME: home,
			LC_ALL: 'C',
			GIT_TERMINAL_PROMPT: '0',
			GIT_CONFIG_NOSYSTEM: '1',
			GIT_AUTHOR_NAME: 'Ada',
			GIT_AUTHOR_EMAIL: 'ada@example.org',
			GIT_COMMITTER_NAME: 'Ada',
			GIT_COMMITTER_EMAIL: 'ada@example.org',
		}
		const whole = ['-c', 'init.defaultBranch=main', '-c', 'advice.detachedHead=false', ...words]
		return new Promise((resolve, reject) => {
			const child = execFile('git', whole, { cwd: join(home, folder), env, maxBuffer: 2 ** 26 }, done)
			function done(error: Error | null, stdout: string, stderr: string) {
				if (error && child.exitCode === null) reject(error)
				else resolve({ code: child.exitCode ?? 0, stdout, stderr })
			}
		})
	}
	/** The same for a command that must succeed; answers what it prints. */
	async function gitOk(folder: string, ...words: ReadonlyArray<string>): Promise<string> {
		const { code, stdout, stderr } = await git(folder, ...words)
		if (code !== 0) throw new Error(`git ${words.join(' ')} ended with ${code}: ${stderr}`)
		return stdout.trim()
	}
	/** The address of a repository for a new user who may do that, with the user's git credential in it. */
	async function addressFor(user: string, permission: Permission, repository = 'site'): Promise<string> {
		await people.user(user, permission)
		const iam = new IAMClient(people.root)
		const { ServiceSpecificCredential } = await iam.send(
			new CreateServiceSpecificCredentialCommand({
				UserName: user,
				ServiceName: 'codecommit.amazonaws.com',
			}),
		)
		const { ServiceUserName = '', ServicePassword = '' } = ServiceSpecificCredential ?? {}
		return address(`${ServiceUserName}:${encodeURIComponent(ServicePassword)}`, repository)
	}
	function address(credentials: string, repository = 'site'): string {
		const before = credentials === '' ? '' : `${credentials}@`
		return `http://${before}127.0.0.1:${port}/v1/repos/${repository}`
	}
	return { ...people, codecommit, home, port, git, gitOk, addressFor, address }
}
