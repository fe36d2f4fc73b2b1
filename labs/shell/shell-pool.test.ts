import { expect, onTestFinished, test } from 'vitest'
import { HOME } from './session.ts'
import { ShellPool } from './shell-pool.ts'

function openPool(): ShellPool {
	const pool = new ShellPool(1)
	onTestFinished(() => pool.close())
	return pool
}

function typed(line: string, files: Record<string, string> = {}) {
	const base64 = Object.entries(files).map(([path, text]) => [path, Buffer.from(text).toString('base64')])
	return { line, cwd: HOME, env: {}, files: Object.fromEntries(base64), endpoint: 'http://127.0.0.1:9' }
}

test('a command sees the home directory and what it writes comes back', async () => {
	const result = await openPool().run(
		'ada',
		typed('cat note.txt | tr a-z A-Z > fort.txt; rm note.txt; ls', { [`${HOME}/note.txt`]: 'bonjour' }),
	)
	expect(result).toMatchObject({
		stdout: 'fort.txt\n',
		stderr: '',
		exitCode: 0,
		removed: [`${HOME}/note.txt`],
	})
	expect(Buffer.from(result.written[`${HOME}/fort.txt`] ?? '', 'base64').toString()).toBe('BONJOUR')
})

test('the directory and the variables of a session are carried on', async () => {
	const pool = openPool()
	const first = await pool.run('ada', typed('mkdir site && cd site && export CIBLE=prod && touch a'))
	const second = await pool.run('ada', {
		...typed('pwd; echo $CIBLE'),
		cwd: first.cwd,
		env: first.env,
		files: first.written,
	})
	expect(second.stdout).toBe(`${HOME}/site\nprod\n`)
})

test('an endless loop is stopped and the pool goes on', async () => {
	const pool = openPool()
	const endless = await pool.run('ada', typed('while true; do :; done'))
	expect(endless.exitCode).not.toBe(0)
	expect((await pool.run('ada', typed('echo encore'))).stdout).toBe('encore\n')
})

test('a command finds nothing of the server: no environment, no files, no network', async () => {
	const result = await openPool().run(
		'ada',
		typed('env | grep -ci "database\\|node_"; ls /etc 2>&1; curl http://127.0.0.1:9 2>&1'),
	)
	expect(result.stdout).toContain('0\n')
	expect(result.stdout).toMatch(/command not found|not available/)
})

test('zip and unzip give back the same files', async () => {
	const result = await openPool().run(
		'ada',
		typed('cd site && zip -r ../site.zip . && cd .. && unzip -o site.zip -d copie && cat copie/css/a.css', {
			[`${HOME}/site/index.html`]: '<p>v2</p>',
			[`${HOME}/site/css/a.css`]: 'p{}',
		}),
	)
	expect(result.stderr).toBe('')
	expect(result.stdout).toContain('adding: css/a.css')
	expect(result.stdout.endsWith('p{}')).toBe(true)
})

test('a call of aws that lacks an argument is refused as the real CLI does', async () => {
	const env = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'eu-west-3' }
	const result = await openPool().run('ada', { ...typed('aws codepipeline get-pipeline'), env })
	expect(result).toMatchObject({ exitCode: 252 })
	expect(result.stderr).toContain('the following arguments are required: --name')
})

test('a member that the service does not know is named before anything is sent', async () => {
	const env = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'eu-west-3' }
	const line = `aws codepipeline update-pipeline --cli-input-json '{"pipeline":{"name":"a","roleArn":"r","stages":[]},"metadata":{}}'`
	const result = await openPool().run('ada', { ...typed(line), env })
	expect(result.stderr).toContain('Unknown parameter in input: "metadata", must be one of: pipeline')
})

test('one learner’s many commands keep nobody else waiting, and past a few are not taken', async () => {
	const pool = new ShellPool(3)
	onTestFinished(() => pool.close())
	const done: Array<string> = []
	const slow = Array.from({ length: 12 }, () =>
		pool.run('ada', typed('sleep 1; echo lent')).then((result) => {
			done.push('ada')
			return result
		}),
	)
	const quick = await pool.run('zoe', typed('echo vite'))
	expect(quick.stdout).toBe('vite\n')
	const refused = (await Promise.all(slow)).filter(({ exitCode }) => exitCode === 75)
	expect(refused).toHaveLength(4)
	expect(refused[0]?.stderr).toBe(
		'bash: commande non exécutée. Trop de vos commandes attendent déjà. Laissez-en finir une, puis recommencez.\n',
	)
})
