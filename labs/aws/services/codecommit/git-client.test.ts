import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
	GetBranchCommand,
	GetFileCommand,
	ListBranchesCommand,
	PutFileCommand,
} from '@aws-sdk/client-codecommit'
import { expect, test } from 'vitest'
import { openGit } from './git-client.fixture.ts'

const ALL = { Action: 'codecommit:*' }

/** A clone with one commit that is pushed. */
async function openPushed() {
	const world = await openGit()
	const url = await world.addressFor('ada', ALL)
	await world.gitOk('', 'clone', url, 'one')
	await writeFile(join(world.home, 'one/index.html'), '<h1>Un</h1>\n')
	await world.gitOk('one', 'add', '.')
	await world.gitOk('one', 'commit', '-m', 'Begin')
	await world.gitOk('one', 'push', 'origin', 'HEAD:main')
	return { ...world, url, head: await world.gitOk('one', 'rev-parse', 'HEAD') }
}

test('what git pushes is what the API reads, and the other way round', async () => {
	const { codecommit, url, home, gitOk, head } = await openPushed()
	const main = { repositoryName: 'site', branchName: 'main' }
	expect(await codecommit.send(new GetBranchCommand(main))).toMatchObject({
		branch: { branchName: 'main', commitId: head },
	})
	const file = { repositoryName: 'site', filePath: 'index.html' }
	const { fileContent } = await codecommit.send(new GetFileCommand(file))
	expect(Buffer.from(fileContent ?? []).toString()).toBe('<h1>Un</h1>\n')
	const { commitId } = await codecommit.send(
		new PutFileCommand({
			...main,
			filePath: 'css/site.css',
			fileContent: Buffer.from('body{}'),
			parentCommitId: head,
			name: 'Bob',
			email: 'bob@example.org',
			commitMessage: 'Style\n',
		}),
	)
	await gitOk('one', 'pull', '--ff-only', 'origin', 'main')
	expect(await gitOk('one', 'rev-parse', 'HEAD')).toBe(commitId)
	await gitOk('', 'clone', url, 'two')
	expect(await gitOk('two', 'log', '--format=%an %s')).toBe('Bob Style\nAda Begin')
	expect(await gitOk('two', 'fsck', '--strict')).toBe('')
	expect(home).toBeTruthy()
})

test.for(['0', '1', '2'])('version %s of the protocol clones, fetches and goes by depth', async (version) => {
	const { url, home, gitOk } = await openPushed()
	const speak = ['-c', `protocol.version=${version}`]
	await gitOk('', ...speak, 'clone', url, 'two')
	for (const index of Array.from({ length: 20 }, (_, position) => position)) {
		await writeFile(join(home, 'one', `page-${index}.html`), `${index}`)
		await gitOk('one', 'add', '.')
		await gitOk('one', 'commit', '-m', `Page ${index}`)
	}
	await gitOk('one', 'tag', '-a', 'v1', '-m', 'First')
	await gitOk('one', ...speak, 'push', 'origin', 'HEAD:main', 'v1')
	await gitOk('two', ...speak, 'pull', '--ff-only', '--tags')
	expect(await gitOk('two', 'log', '--oneline')).toHaveLength((await gitOk('one', 'log', '--oneline')).length)
	expect(await gitOk('two', 'describe')).toBe('v1')
	await gitOk('', ...speak, 'clone', '--depth', '3', url, 'three')
	expect((await gitOk('three', 'log', '--format=%s')).split('\n')).toEqual(['Page 19', 'Page 18', 'Page 17'])
	await gitOk('three', ...speak, 'fetch', '--depth', '5')
	expect((await gitOk('three', 'log', '--format=%s', 'origin/main')).split('\n')).toHaveLength(5)
	await gitOk('three', ...speak, 'fetch', '--unshallow')
	expect((await gitOk('three', 'log', '--format=%s', 'origin/main')).split('\n')).toHaveLength(21)
	expect(await gitOk('three', 'fsck', '--strict')).toBe('')
})

test('branches and tags are made, forced, refused and deleted', async () => {
	const { codecommit, git, gitOk, home } = await openPushed()
	await gitOk('one', 'push', 'origin', 'main:refs/heads/topic/a')
	await gitOk('one', 'tag', 'light')
	await gitOk('one', 'push', 'origin', 'light')
	await gitOk('one', 'commit', '--amend', '-m', 'Begin anew')
	const refused = await git('one', 'push', 'origin', 'HEAD:main')
	expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('non-fast-forward') })
	await gitOk('one', 'push', '--force', 'origin', 'HEAD:main')
	const inTheWay = await git('one', 'push', 'origin', 'HEAD:refs/heads/topic')
	expect(inTheWay.stderr).toContain('cannot lock ref')
	const atOnce = await git('one', 'push', 'origin', 'HEAD:refs/heads/new', 'HEAD:refs/heads/new/below')
	expect(atOnce.stderr).toContain('cannot lock ref')
	await gitOk('one', 'push', 'origin', ':new')
	await gitOk('one', 'push', 'origin', ':topic/a')
	const { branches } = await codecommit.send(new ListBranchesCommand({ repositoryName: 'site' }))
	expect(branches).toEqual(['main'])
	const last = await git('one', 'push', 'origin', ':main')
	expect(last.stderr).toContain('deletion of the current branch prohibited')
	expect(home).toBeTruthy()
})

test('an atomic push moves all or nothing', async () => {
	const { codecommit, git, gitOk } = await openPushed()
	await gitOk('one', 'commit', '--allow-empty', '-m', 'Two')
	const { stderr } = await git('one', 'push', '--atomic', 'origin', 'HEAD:refs/heads/fine', ':main')
	expect(stderr).toContain('atomic transaction failed')
	const { branches } = await codecommit.send(new ListBranchesCommand({ repositoryName: 'site' }))
	expect(branches).toEqual(['main'])
})
