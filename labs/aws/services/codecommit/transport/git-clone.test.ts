import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { findCredential } from '../../../identity/credentials.ts'
import { openGit } from '../git-client.fixture.ts'

const SCOPE = { account: '111122223333', region: 'eu-west-3' }

/** Two commits and a tag that the real client pushed, and a service that clones them. */
async function openPushed() {
	const world = await openGit()
	const url = await world.addressFor('ada', { Action: 'codecommit:*' })
	await world.gitOk('', 'clone', url, 'one')
	await mkdir(join(world.home, 'one/bin'))
	await writeFile(join(world.home, 'one/bin/run.sh'), '#!/bin/sh\n')
	await chmod(join(world.home, 'one/bin/run.sh'), 0o755)
	await writeFile(join(world.home, 'one/été.txt'), 'été\n')
	for (const message of ['One', 'Two']) {
		await world.gitOk('one', 'add', '.')
		await world.gitOk('one', 'commit', '--allow-empty', '-m', message)
	}
	await world.gitOk('one', 'tag', '-a', 'v1', '-m', 'First')
	await world.gitOk('one', 'push', 'origin', 'HEAD:main', 'v1')
	const principal = findCredential(world.sandbox.world, world.root.credentials.accessKeyId, 0)?.principal
	if (!principal) throw new Error('The root has no key')
	const clone = (input: object, as = principal) =>
		world.sandbox.call({
			...{ principal: as, scope: SCOPE, service: 'codecommit', operation: 'GitClone' },
			input: { repositoryName: 'site', ...input },
		}) as Promise<{ commitId: string; archive: Uint8Array }>
	async function unpack(folder: string, archive: Uint8Array): Promise<void> {
		for (const [path, bytes] of Object.entries(unzipSync(archive))) {
			await mkdir(dirname(join(world.home, folder, path)), { recursive: true })
			await writeFile(join(world.home, folder, path), bytes)
		}
		await chmod(join(world.home, folder, 'bin/run.sh'), 0o755)
	}
	return { ...world, clone, unpack }
}

test('what a service clones is a repository to the real git, with nothing changed in it', async () => {
	const { clone, unpack, gitOk } = await openPushed()
	const { commitId, archive } = await clone({ branchName: 'main' })
	await unpack('two', archive)
	expect(await gitOk('two', 'fsck', '--strict')).toBe('')
	expect(await gitOk('two', 'rev-parse', 'HEAD')).toBe(commitId)
	expect(await gitOk('two', 'log', '--format=%s')).toBe('Two\nOne')
	expect(await gitOk('two', 'describe')).toBe('v1')
	expect(await gitOk('two', 'status', '--porcelain', '--branch')).toBe('## main...origin/main')
})

test('a commit that is no branch is checked out by itself', async () => {
	const { clone, unpack, gitOk } = await openPushed()
	const first = await gitOk('one', 'rev-parse', 'HEAD~1')
	const { commitId, archive } = await clone({ commitSpecifier: first })
	expect(commitId).toBe(first)
	await unpack('two', archive)
	expect(await gitOk('two', 'status', '--porcelain', '--branch')).toBe('## HEAD (no branch)')
})

test('a clone is a pull to IAM', async () => {
	const { clone, user, sandbox } = await openPushed()
	const { credentials } = await user('lea', { Action: 'codecommit:GetRepository' })
	const lea = findCredential(sandbox.world, credentials.accessKeyId, 0)?.principal
	await expect(clone({}, lea)).rejects.toMatchObject({
		code: 'AccessDeniedException',
		message: expect.stringContaining('codecommit:GitPull'),
	})
})
