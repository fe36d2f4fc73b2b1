import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GetBranchCommand, PutFileCommand } from '@aws-sdk/client-codecommit'
import {
	CreateServiceSpecificCredentialCommand,
	IAMClient,
	PutUserPolicyCommand,
	UpdateServiceSpecificCredentialCommand,
} from '@aws-sdk/client-iam'
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { QuotaExceeded } from '../../identity/denials.ts'
import { openGit } from './git-client.fixture.ts'

const ALL = { Action: 'codecommit:*' }
const SITE = { repositoryName: 'site', branchName: 'main' }

/** A repository with one commit, made by the API. */
async function openFilled() {
	const world = await openGit()
	await world.codecommit.send(
		new PutFileCommand({ ...SITE, filePath: 'a.txt', fileContent: Buffer.from('a'), name: 'Ada' }),
	)
	return world
}

test('git is asked who it is before anything else, and told nothing', async () => {
	const { port } = await openFilled()
	const url = `http://127.0.0.1:${port}/v1/repos/site/info/refs?service=git-upload-pack`
	const answer = await fetch(url)
	expect([answer.status, answer.headers.get('www-authenticate'), await answer.text()]).toEqual([
		401,
		'Basic realm="AWS CodeCommit"',
		'',
	])
})

test.for([
	['a wrong password', (user: string) => `${user}:wrong`],
	['another user’s name', (_: string, password: string) => `eve-at-111122223333:${password}`],
	['nonsense', () => 'x:y'],
] as const)('%s is final', async ([, credentials]) => {
	const { git, addressFor, address } = await openFilled()
	const [, user = '', password = ''] = /\/\/(.+?):(.+?)@/.exec(await addressFor('ada', ALL)) ?? []
	const { code, stderr } = await git('', 'clone', address(credentials(user, password)))
	expect([code, stderr]).toEqual([128, expect.stringContaining('The requested URL returned error: 403')])
})

test('a credential that is made inactive is let in no more', async () => {
	const { git, gitOk, root, user, address } = await openFilled()
	await user('ada', ALL)
	const iam = new IAMClient(root)
	const { ServiceSpecificCredential: made } = await iam.send(
		new CreateServiceSpecificCredentialCommand({ UserName: 'ada', ServiceName: 'codecommit.amazonaws.com' }),
	)
	const url = address(`${made?.ServiceUserName}:${encodeURIComponent(made?.ServicePassword ?? '')}`)
	await gitOk('', 'clone', url, 'one')
	await iam.send(
		new UpdateServiceSpecificCredentialCommand({
			UserName: 'ada',
			ServiceSpecificCredentialId: made?.ServiceSpecificCredentialId,
			Status: 'Inactive',
		}),
	)
	expect((await git('one', 'fetch')).stderr).toContain('error: 403')
})

test('who may pull may not push', async () => {
	const { git, gitOk, addressFor, codecommit } = await openFilled()
	const url = await addressFor('lea', { Action: 'codecommit:GitPull' })
	await gitOk('', 'clone', url, 'one')
	await gitOk('one', 'commit', '--allow-empty', '-m', 'Mine')
	expect((await git('one', 'push')).stderr).toContain('The requested URL returned error: 403')
	const { branch } = await codecommit.send(new GetBranchCommand(SITE))
	expect(branch?.commitId).not.toBe(await gitOk('one', 'rev-parse', 'HEAD'))
})

test('who may do nothing may not pull either', async () => {
	const { git, addressFor } = await openFilled()
	const url = await addressFor('eve', { Action: 'codecommit:ListRepositories' })
	expect((await git('', 'clone', url, 'one')).stderr).toContain('The requested URL returned error: 403')
})

test('the guide’s policy keeps a branch from being pushed to, and no other', async () => {
	const { git, gitOk, addressFor, root } = await openFilled()
	const url = await addressFor('ada', ALL)
	const Condition = {
		StringEqualsIfExists: { 'codecommit:References': ['refs/heads/main'] },
		Null: { 'codecommit:References': 'false' },
	}
	const Statement = [
		{ Effect: 'Deny', Action: ['codecommit:GitPush', 'codecommit:PutFile'], Resource: '*', Condition },
	]
	const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
	await new IAMClient(root).send(
		new PutUserPolicyCommand({ UserName: 'ada', PolicyName: 'fence', PolicyDocument }),
	)
	await gitOk('', 'clone', url, 'one')
	await gitOk('one', 'commit', '--allow-empty', '-m', 'Mine')
	const refused = await git('one', 'push', 'origin', 'HEAD:main')
	expect(refused.stderr).toContain('not authorized to perform codecommit:GitPush on refs/heads/main')
	await gitOk('one', 'push', 'origin', 'HEAD:topic')
})

test('a repository that is not there is not found', async () => {
	const { git, addressFor } = await openFilled()
	const url = await addressFor('ada', ALL, 'absent')
	expect((await git('', 'clone', url)).stderr).toContain('not found')
})

/** What AWS's credential helper answers: https://github.com/aws/aws-cli/blob/v2/awscli/customizations/codecommit.py */
function helperPassword(
	secret: string,
	host: string,
	time: string,
	region = 'eu-west-3',
	path = '/v1/repos/site',
) {
	const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
	const canonical = createHash('sha256').update(`GIT\n${path}\n\nhost:${host}\n\nhost\n`).digest('hex')
	const date = time.slice(0, 8)
	const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), 'codecommit'), 'aws4_request')
	const text = ['AWS4-HMAC-SHA256', time, `${date}/${region}/codecommit/aws4_request`, canonical].join('\n')
	return `${time}Z${hmac(key, text).toString('hex')}`
}

function timeOf(at: number): string {
	return new Date(at).toISOString().replace(/[-:]|\.\d+Z$/g, '')
}

test('what the helper signs is what facts about the real one say', () => {
	expect(helperPassword('secretexample', '127.0.0.1', '20260101T000000', 'eu-west-3', '/v1/repos/demo')).toBe(
		'20260101T000000Z1e5841ed0f9f363006035c585d075ab44d877e6d9e7b8fabbdd3629663a48745',
	)
})

test('the signature of an access key lets its owner in, with the port or without', async () => {
	const { gitOk, user, address, port } = await openFilled()
	const { credentials } = await user('ada', ALL)
	for (const host of ['127.0.0.1', `127.0.0.1:${port}`]) {
		const password = helperPassword(credentials.secretAccessKey, host, timeOf(Date.now()))
		await gitOk('', 'clone', address(`${credentials.accessKeyId}:${password}`), `by-${host.length}`)
	}
})

test('the signature of a session needs its token', async () => {
	const { git, gitOk, user, address } = await openFilled()
	const ada = await user('ada', ALL, { Action: 'sts:*' })
	const { Credentials } = await new STSClient(ada).send(new GetSessionTokenCommand({}))
	const password = helperPassword(Credentials?.SecretAccessKey ?? '', '127.0.0.1', timeOf(Date.now()))
	const name = encodeURIComponent(`${Credentials?.AccessKeyId}%${Credentials?.SessionToken}`)
	await gitOk('', 'clone', address(`${name}:${password}`), 'one')
	const without = await git('', 'clone', address(`${Credentials?.AccessKeyId}:${password}`), 'two')
	expect(without.stderr).toContain('error: 403')
})

test.for([
	['of a quarter of an hour ago', { ago: 16 * 60_000 }],
	['for another repository', { path: '/v1/repos/other' }],
	['for another Region', { region: 'us-east-1' }],
	['by another secret', { secret: 'x' }],
] as const)('a signature %s is refused', async ([, change]) => {
	const {
		ago = 0,
		path,
		region,
		secret,
	} = change as { ago?: number; path?: string; region?: string; secret?: string }
	const { git, user, address } = await openFilled()
	const { credentials } = await user('ada', ALL)
	const time = timeOf(Date.now() - ago)
	const password = helperPassword(secret ?? credentials.secretAccessKey, '127.0.0.1', time, region, path)
	const { stderr } = await git('', 'clone', address(`${credentials.accessKeyId}:${password}`))
	expect(stderr).toContain('error: 403')
})

test('a push of several megabytes goes in pieces', async () => {
	const { gitOk, addressFor, home, codecommit } = await openFilled()
	await gitOk('', 'clone', await addressFor('ada', ALL), 'one')
	await mkdir(join(home, 'one/data'))
	for (const name of ['a', 'b', 'c']) await writeFile(join(home, 'one/data', name), randomBytes(1_500_000))
	await gitOk('one', 'add', '.')
	await gitOk('one', 'commit', '-m', 'Large')
	await gitOk('one', 'push')
	const { branch } = await codecommit.send(new GetBranchCommand(SITE))
	expect(branch?.commitId).toBe(await gitOk('one', 'rev-parse', 'HEAD'))
})

test('a large body of nobody is not read', async () => {
	const { port } = await openFilled()
	const answer = await fetch(`http://127.0.0.1:${port}/v1/repos/site/git-receive-pack`, {
		method: 'POST',
		body: randomBytes(200_000),
		headers: { authorization: `Basic ${Buffer.from('eve:x').toString('base64')}` },
	})
	expect(answer.status).toBe(403)
})

test.for([
	['no lines', 'hello', 'ERR bad line length'],
	['a line that is cut off', '0fff', 'ERR a line is cut off'],
	['a command without ids', '0009xyz\n\n0000', 'ERR bad push command'],
] as const)('a push of %s is told so', async ([, body, message]) => {
	const { port, addressFor } = await openFilled()
	const credentials = new URL(await addressFor('ada', ALL)).href.split('//')[1]?.split('@')[0] ?? ''
	const answer = await fetch(`http://127.0.0.1:${port}/v1/repos/site/git-receive-pack`, {
		method: 'POST',
		body,
		headers: { authorization: `Basic ${Buffer.from(decodeURIComponent(credentials)).toString('base64')}` },
	})
	expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(message)])
})

test('a push that the sandbox has no room for is told to git, and moves nothing', async () => {
	const quota = {
		assertEntry: async () => {},
		async assertBytes(_world: string, _service: string, bytes: number) {
			if (bytes > 1_000_000) throw new QuotaExceeded('codecommit', 'The sandbox is full.')
		},
	}
	const { git, gitOk, addressFor, home, codecommit, sandbox } = await openGit()
	Object.assign(sandbox.host, { quota })
	await gitOk('', 'clone', await addressFor('ada', ALL), 'one')
	await writeFile(join(home, 'one/large'), randomBytes(1_200_000))
	await gitOk('one', 'add', '.')
	await gitOk('one', 'commit', '-m', 'Large')
	expect((await git('one', 'push', 'origin', 'HEAD:main')).stderr).toContain('The sandbox is full.')
	await expect(codecommit.send(new GetBranchCommand(SITE))).rejects.toMatchObject({
		name: 'BranchDoesNotExistException',
	})
})
