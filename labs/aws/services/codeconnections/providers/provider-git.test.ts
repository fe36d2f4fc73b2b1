import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { awsService } from '../../../identity/principal.ts'
import { openGit } from '../../codecommit/git-client.fixture.ts'
import { SCOPE } from '../connections.fixture.ts'

/** A repository at GitHub, for the real git client. */
async function openRemote() {
	const world = await openGit()
	const own = (operation: string, input: object) =>
		world.sandbox.call({
			...{ principal: awsService('codeconnections'), scope: SCOPE, service: 'codeconnections' },
			...{ operation, input },
		}) as Promise<{ CloneUrl: string }>
	const { CloneUrl } = await own('CreateProviderRepository', { FullRepositoryId: 'atelier/boutique' })
	const { pathname } = new URL(CloneUrl)
	return { ...world, own, url: `http://127.0.0.1:${world.port}${pathname}` }
}

test('git pushes to a provider’s repository and clones it, by the token in its address', async () => {
	const { gitOk, home, url } = await openRemote()
	await gitOk('', 'clone', url, 'one')
	await mkdir(join(home, 'one/src'))
	await writeFile(join(home, 'one/src/index.js'), 'export {}\n')
	await gitOk('one', 'add', '.')
	await gitOk('one', 'commit', '-m', 'First')
	await gitOk('one', 'tag', 'v1')
	await gitOk('one', 'push', 'origin', 'HEAD:main', 'v1')
	await gitOk('', 'clone', url, 'two')
	expect(await gitOk('two', 'log', '--format=%s')).toBe('First')
	expect(await gitOk('two', 'tag')).toBe('v1')
})

test('another token, or another name, has nothing', async () => {
	const { git, url } = await openRemote()
	const forged = await git(
		'',
		'ls-remote',
		url.replace(/.(?=\/atelier)/, (last) => (last === 'A' ? 'B' : 'A')),
	)
	expect([forged.code, forged.stderr]).toEqual([128, expect.stringContaining('not found')])
	const missing = await git('', 'ls-remote', url.replace('boutique', 'absente'))
	expect([missing.code, missing.stderr]).toEqual([128, expect.stringContaining('not found')])
})

test('no key of AWS reaches a provider’s repository by CodeCommit’s address', async () => {
	const { git, address, user } = await openRemote()
	const { credentials } = await user('ada', { Action: 'codecommit:*' })
	const { accessKeyId } = credentials
	const { code } = await git('', 'ls-remote', address(`${accessKeyId}:secret`, 'atelier..boutique'))
	expect(code).toBe(128)
})

test('names that are no repository’s are refused', async () => {
	const { own } = await openRemote()
	for (const FullRepositoryId of ['boutique', 'a/b..c', '../b', 'a/b.git', 'a/', `a/${'b'.repeat(99)}`]) {
		await expect(own('CreateProviderRepository', { FullRepositoryId })).rejects.toMatchObject({
			code: 'InvalidInputException',
		})
	}
	await own('CreateProviderRepository', { FullRepositoryId: 'groupe/sous-groupe/outil.js' })
})
