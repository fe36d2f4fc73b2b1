import { expect, test } from 'vitest'
import { GuestShell } from '../shell.ts'
import { Surroundings } from '../surroundings.ts'
import { writeTar } from './tar.ts'

function openShell(files: Record<string, string>, { isPrivileged = true } = {}) {
	const surroundings = new Surroundings({
		...{ startsAt: 0, timeoutMs: 3_600_000, seed: 'docker' },
		deadline: Date.now() + 10_000,
	})
	const shell = new GuestShell({ cwd: '/work', env: { HOME: '/root' }, surroundings, isPrivileged })
	for (const [path, text] of Object.entries(files)) shell.writeFile(`/work/${path}`, Buffer.from(text))
	return shell
}

const PROJECT = {
	'package.json': JSON.stringify({ name: 'shop', version: '1.0.0', scripts: { test: 'node --test' } }),
	'server.js': 'console.log("serving")',
	'shop.test.js': "require('node:test')('adds', () => {})",
	'secret.env': 'TOKEN=1',
	'.dockerignore': '*.env\n',
	Dockerfile: [
		'ARG NODE=20',
		'FROM node:$NODE AS test',
		'WORKDIR /app',
		'COPY . .',
		'RUN npm test && ! test -e secret.env && echo done > result.txt',
		'FROM node:$NODE',
		'ARG VERSION=dev',
		'ENV VERSION=$VERSION',
		'COPY --from=test /app/server.js /app/result.txt /srv/',
		'EXPOSE 8080',
		'CMD ["node", "/srv/server.js"]',
	].join('\n'),
}

/** The id that a quiet build prints at its end. */
async function build(shell: GuestShell, line = 'docker build -q -t shop .') {
	const { output, exitCode } = await shell.run(line)
	return { output, exitCode, id: output.trim().split('\n').at(-1) ?? '' }
}

test('an image is named by its content: the same for the same files, another for others', async () => {
	const first = await build(openShell(PROJECT))
	expect(first).toMatchObject({ exitCode: 0, id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) })
	expect((await build(openShell(PROJECT))).id).toBe(first.id)
	expect((await build(openShell({ ...PROJECT, 'README.md': '#' }))).id).toBe(first.id)
	expect((await build(openShell({ ...PROJECT, 'server.js': 'other' }))).id).not.toBe(first.id)
	const versioned = 'docker build --quiet --build-arg VERSION=2 --tag shop .'
	expect((await build(openShell(PROJECT), versioned)).id).not.toBe(first.id)
})

test('RUN runs over the image’s files, and its failure is the build’s', async () => {
	const failing = {
		...PROJECT,
		'shop.test.js': "require('node:test')('adds', () => { throw new Error('no') })",
	}
	const { output, exitCode } = await openShell(failing).run('docker build -t shop .')
	expect(exitCode).toBe(1)
	expect(output).toContain('ERROR: failed to build: failed to solve: process "/bin/sh -c npm test')
	expect(output).toContain('did not complete successfully: exit code: 1')
})

test('without privileged mode there is no daemon', async () => {
	const { output, exitCode } = await openShell(PROJECT, { isPrivileged: false }).run('docker build -t shop .')
	expect([exitCode, output]).toEqual([
		1,
		'ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
	])
})

test.each([
	['docker build .', { Dockerfile: 'FORM x' }, 'dockerfile parse error on line 1: unknown instruction: FORM'],
	['docker build .', {}, 'failed to read dockerfile: open Dockerfile: no such file or directory'],
	[
		'docker build .',
		{ Dockerfile: 'FROM x\nCOPY gone /' },
		'failed to compute cache key: "/gone": not found',
	],
	['docker build .', { Dockerfile: 'FROM x\nCOPY ../../etc /' }, '"/../../etc": not found'],
	['docker build --squash .', { Dockerfile: 'FROM x' }, 'unknown flag: --squash'],
	['docker build -t Shop .', { Dockerfile: 'FROM x' }, 'invalid tag "Shop": invalid reference format'],
	['docker build --target other .', { Dockerfile: 'FROM x' }, 'target stage "other" could not be found'],
	['docker build .', { Dockerfile: 'FROM x\nRUN exit 3' }, 'exit code: 3'],
	['docker run shop', {}, "docker: 'run' is not available on the build host of this emulator"],
	['docker tag gone here', {}, 'Error response from daemon: No such image: gone'],
	[
		'docker push 111122223333.dkr.ecr.eu-west-3.amazonaws.com/shop',
		{},
		'An image does not exist locally with the tag',
	],
	['docker login -u AWS -p wrong 111122223333.dkr.ecr.eu-west-3.amazonaws.com', {}, '400 Bad Request'],
	[
		'printf "" | docker login -u AWS --password-stdin 111122223333.dkr.ecr.eu-west-3.amazonaws.com',
		{},
		'non TTY',
	],
])('what cannot be is told as docker does: %s %j', async (line, files, told) => {
	const { output, exitCode } = await openShell(files).run(line)
	expect(exitCode).not.toBe(0)
	expect(output).toContain(told)
})

test('an image that is pushed without a login is refused', async () => {
	const name = '111122223333.dkr.ecr.eu-west-3.amazonaws.com/shop:v1'
	const shell = openShell({ Dockerfile: 'FROM scratch\nCOPY . /' })
	await shell.run(`docker build -t ${name} .`)
	expect(await shell.run(`docker push ${name}`)).toEqual({
		output: 'no basic auth credentials\n',
		exitCode: 1,
	})
	const pushing = await shell.run(`docker buildx build --push -t ${name} .`)
	expect([pushing.exitCode, pushing.output]).toEqual([
		1,
		expect.stringContaining('no basic auth credentials'),
	])
	expect((await shell.run('docker images')).output).toContain('amazonaws.com/shop   v1   ')
})

test('an archive is one that tar reads', async () => {
	const path = `${'long/'.repeat(30)}file.txt`
	const bytes = writeTar([{ path, bytes: Buffer.from('bonjour'), mode: 0o755 }])
	const { spawnSync } = await import('node:child_process')
	const listed = spawnSync('tar', ['-tvf', '-'], { input: bytes })
	expect(listed.stdout.toString()).toMatch(/^-rwxr-xr-x 0\/0\s+7 .*file\.txt\n$/)
})
