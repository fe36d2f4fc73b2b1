import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'

// The CLI with git beside it, as the CodeCommit guide has it: the credential helper, and a commit of each.

const TIMEOUT_MS = 60_000
const { aws, json, directory, endpoint, key } = await startCli({ signed: true })

interface Outcome {
	code: number
	stdout: string
	stderr: string
}

/** Runs git with AWS's credential helper, which must be told that the host is not AWS's. */
function git(folder: string, ...words: ReadonlyArray<string>): Promise<Outcome> {
	const helper = '!aws codecommit credential-helper --ignore-host-check $@'
	const configuration = ['-c', `credential.helper=${helper}`, '-c', 'credential.UseHttpPath=true']
	const env = {
		PATH: `/usr/bin:${process.env.PATH}`,
		HOME: directory,
		GIT_TERMINAL_PROMPT: '0',
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_AUTHOR_NAME: 'Ada',
		GIT_AUTHOR_EMAIL: 'ada@example.org',
		GIT_COMMITTER_NAME: 'Ada',
		GIT_COMMITTER_EMAIL: 'ada@example.org',
		PYTHONWARNINGS: 'ignore',
		AWS_DEFAULT_REGION: 'eu-west-3',
		...key,
	}
	return new Promise((resolve, reject) => {
		const child = execFile('git', [...configuration, ...words], { cwd: join(directory, folder), env }, done)
		function done(error: Error | null, stdout: string, stderr: string) {
			if (error && child.exitCode === null) reject(error)
			else resolve({ code: child.exitCode ?? 0, stdout: stdout.trim(), stderr })
		}
	})
}

test('the credential helper lets git clone and push, and the CLI reads what it pushed', {
	timeout: TIMEOUT_MS,
}, async () => {
	const name = ['--repository-name', 'site']
	const { repositoryMetadata } = await json('codecommit', 'create-repository', ...name)
	expect(repositoryMetadata.cloneUrlHttp).toBe(`${endpoint}/v1/repos/site`)
	await writeFile(join(directory, 'index.html'), '<h1>Bonjour</h1>\n')
	const put = ['--branch-name', 'main', '--file-path', 'index.html', '--file-content', 'fileb://index.html']
	const first = await json('codecommit', 'put-file', ...name, ...put, '--name', 'Ada')
	expect(await git('', 'clone', repositoryMetadata.cloneUrlHttp, 'one')).toMatchObject({ code: 0 })
	expect((await git('one', 'rev-parse', 'HEAD')).stdout).toBe(first.commitId)
	await git('one', 'commit', '--allow-empty', '-m', 'Deux')
	expect(await git('one', 'push')).toMatchObject({ code: 0 })
	const { branch } = await json('codecommit', 'get-branch', ...name, '--branch-name', 'main')
	const { commit } = await json('codecommit', 'get-commit', ...name, '--commit-id', branch.commitId)
	expect(commit).toMatchObject({ message: 'Deux\n', parents: [first.commitId], author: { name: 'Ada' } })
})

test('a pull request is opened and merged', { timeout: TIMEOUT_MS }, async () => {
	const name = ['--repository-name', 'revue']
	await json('codecommit', 'create-repository', ...name)
	await writeFile(join(directory, 'a.txt'), 'a')
	const put = ['--file-path', 'a.txt', '--file-content', 'fileb://a.txt', '--name', 'Ada']
	const base = await json('codecommit', 'put-file', ...name, ...put, '--branch-name', 'main')
	await aws('codecommit', 'create-branch', ...name, '--branch-name', 'topic', '--commit-id', base.commitId)
	await writeFile(join(directory, 'a.txt'), 'b')
	const parent = ['--parent-commit-id', base.commitId]
	const next = await json('codecommit', 'put-file', ...name, ...put, '--branch-name', 'topic', ...parent)
	const { pullRequest } = await json(
		...['codecommit', 'create-pull-request', '--title', 'Passer à b'],
		...['--targets', 'repositoryName=revue,sourceReference=topic,destinationReference=main'],
	)
	const id = ['--pull-request-id', pullRequest.pullRequestId]
	const merged = await json('codecommit', 'merge-pull-request-by-fast-forward', ...id, ...name)
	expect(merged.pullRequest).toMatchObject({
		pullRequestStatus: 'CLOSED',
		pullRequestTargets: [{ mergeMetadata: { isMerged: true, mergeCommitId: next.commitId } }],
	})
	const again = await aws('codecommit', 'put-file', ...name, ...put, '--branch-name', 'main', ...parent)
	expect(again).toEqual(
		refusal(
			'ParentCommitIdOutdatedException',
			'PutFile',
			'The file could not be added because the provided parent commit ID is not the current tip of the specified branch. To view the full commit ID of the current head of the branch, use GetBranch.',
		),
	)
})
