import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startCli } from './emulator.ts'

const TIMEOUT_MS = 60_000
const ACCOUNT = '123456789012'
const { aws, json, directory, endpoint } = await startCli()

/** Asks as a browser does: no key, and the host that the address names. */
async function visit(path: string, host = new URL(endpoint).host) {
	const { hostname, port } = new URL(endpoint)
	const sent = request({ hostname, port, path, headers: { host, accept: 'text/html' }, agent: false }).end()
	const [response] = (await once(sent, 'response')) as [IncomingMessage]
	let text = ''
	for await (const chunk of response) text += chunk
	return { status: response.statusCode, headers: response.headers, text }
}

/** Writes a site into the working directory, its pages as they are given. */
async function writeSite(folder: string, pages: Record<string, string>): Promise<void> {
	for (const [path, text] of Object.entries(pages)) {
		const file = join(directory, folder, path)
		await mkdir(join(file, '..'), { recursive: true })
		await writeFile(file, text)
	}
}

function publicRead(bucket: string): string {
	const Resource = `arn:aws:s3:::${bucket}/*`
	const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }]
	return JSON.stringify({ Version: '2012-10-17', Statement })
}

test('a site is deployed step by step, and seen once nothing blocks it', {
	timeout: TIMEOUT_MS,
}, async () => {
	await writeSite('vitrine', {
		'index.html': '<h1>Accueil</h1>',
		'erreur.html': '<h1>Perdu</h1>',
		'blog/index.html': '<h1>Blog</h1>',
	})
	const bucket = ['--bucket', 'vitrine']
	const site = `/_emulator/sites/${ACCOUNT}/vitrine`
	await aws('s3', 'mb', 's3://vitrine')
	await aws('s3', 'sync', 'vitrine', 's3://vitrine')
	const pages = ['--index-document', 'index.html', '--error-document', 'erreur.html']
	expect(await aws('s3', 'website', 's3://vitrine', ...pages)).toEqual({ stdout: '', stderr: '', code: 0 })
	expect(await json('s3api', 'get-bucket-website', ...bucket)).toEqual({
		IndexDocument: { Suffix: 'index.html' },
		ErrorDocument: { Key: 'erreur.html' },
	})
	expect((await visit(`${site}/`)).status).toBe(403)

	const policy = ['put-bucket-policy', ...bucket, '--policy', publicRead('vitrine')]
	const blocked = await aws('s3api', ...policy)
	expect(blocked.code).toBe(254)
	expect(blocked.stderr.trim()).toBe(
		`An error occurred (AccessDenied) when calling the PutBucketPolicy operation: User: arn:aws:iam::${ACCOUNT}:user/admin is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::vitrine" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
	)
	await json('s3api', 'delete-public-access-block', ...bucket)
	await json('s3api', ...policy)
	expect(await json('s3api', 'get-bucket-policy-status', ...bucket)).toEqual({
		PolicyStatus: { IsPublic: true },
	})

	const index = await visit(`${site}/`)
	expect(index).toMatchObject({ status: 200, text: '<h1>Accueil</h1>' })
	expect(index.headers['content-type']).toBe('text/html')
	expect((await visit(`${site}/blog/`)).text).toBe('<h1>Blog</h1>')
	expect(await visit(`${site}/absent.html`)).toMatchObject({ status: 404, text: '<h1>Perdu</h1>' })
	expect((await visit('/', 'vitrine.s3-website.eu-west-3.localhost')).text).toBe('<h1>Accueil</h1>')
	const byName = await visit('/blog', 'vitrine.s3-website.eu-west-3.localhost')
	expect(byName).toMatchObject({ status: 302, headers: { location: '/blog/' } })
	expect((await visit('/vitrine/index.html')).text).toBe('<h1>Accueil</h1>')
	expect((await visit('/vitrine')).status).toBe(403)
})

test('sync brings a new version of a site, and takes away what left', { timeout: TIMEOUT_MS }, async () => {
	await aws('s3', 'mb', 's3://versions-du-site')
	const bucket = ['--bucket', 'versions-du-site']
	await json('s3api', 'delete-public-access-block', ...bucket)
	await json('s3api', 'put-bucket-policy', ...bucket, '--policy', publicRead('versions-du-site'))
	await aws('s3', 'website', 's3://versions-du-site', '--index-document', 'index.html')
	await writeSite('versions', { 'index.html': '<h1>Un</h1>', 'vieux.html': 'x' })
	await aws('s3', 'sync', 'versions', 's3://versions-du-site')
	await rm(join(directory, 'versions', 'vieux.html'))
	await writeSite('versions', { 'index.html': '<h1>Version deux</h1>' })
	const cached = ['--delete', '--cache-control', 'max-age=60']
	const synced = await aws('s3', 'sync', 'versions', 's3://versions-du-site', ...cached)
	expect(synced.stdout).toContain('upload: versions/index.html to s3://versions-du-site/index.html')
	expect(synced.stdout).toContain('delete: s3://versions-du-site/vieux.html')
	const site = `/_emulator/sites/${ACCOUNT}/versions-du-site`
	const index = await visit(`${site}/`)
	expect(index.text).toBe('<h1>Version deux</h1>')
	expect(index.headers['cache-control']).toBe('max-age=60')
	expect((await visit(`${site}/vieux.html`)).status).toBe(404)
})

test('a presigned address shares one object of a private bucket', { timeout: TIMEOUT_MS }, async () => {
	await writeFile(join(directory, 'secret.txt'), 'pour toi')
	await aws('s3', 'mb', 's3://coffre')
	await aws('s3', 'cp', 'secret.txt', 's3://coffre/secret.txt')
	expect((await visit('/coffre/secret.txt')).status).toBe(403)
	const { stdout } = await aws('s3', 'presign', 's3://coffre/secret.txt', '--expires-in', '60')
	const { pathname, search } = new URL(stdout.trim())
	expect(pathname).toBe('/coffre/secret.txt')
	expect(await visit(pathname + search)).toMatchObject({ status: 200, text: 'pour toi' })
})

test('buckets and objects are tagged', { timeout: TIMEOUT_MS }, async () => {
	await writeFile(join(directory, 'etiquette.txt'), 'x')
	await aws('s3', 'mb', 's3://etiquettes')
	const bucket = ['--bucket', 'etiquettes']
	await json('s3api', 'put-bucket-tagging', ...bucket, '--tagging', 'TagSet=[{Key=projet,Value=site}]')
	expect(await json('s3api', 'get-bucket-tagging', ...bucket)).toEqual({
		TagSet: [{ Key: 'projet', Value: 'site' }],
	})
	const key = [...bucket, '--key', 'a']
	await json('s3api', 'put-object', ...key, '--body', 'etiquette.txt', '--tagging', 'lot=1&vide')
	expect(await json('s3api', 'get-object-tagging', ...key)).toEqual({
		TagSet: [
			{ Key: 'lot', Value: '1' },
			{ Key: 'vide', Value: '' },
		],
	})
	await json('s3api', 'delete-object-tagging', ...key)
	expect(await json('s3api', 'get-object-tagging', ...key)).toEqual({ TagSet: [] })
	await json('s3api', 'delete-bucket-tagging', ...bucket)
	const none = await aws('s3api', 'get-bucket-tagging', ...bucket)
	expect([none.code, none.stderr.trim()]).toEqual([
		254,
		'An error occurred (NoSuchTagSet) when calling the GetBucketTagging operation: The TagSet does not exist',
	])
})

test('a lifecycle is configured, told with each object that it will take, and carried out', {
	timeout: TIMEOUT_MS,
}, async () => {
	await writeFile(join(directory, 'journal.txt'), 'x')
	await aws('s3', 'mb', 's3://journaux')
	const bucket = ['--bucket', 'journaux']
	const Rules = [
		{ ID: 'vieux', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } },
		{
			ID: 'froid',
			Status: 'Enabled',
			Filter: { Prefix: '' },
			Transitions: [{ Days: 90, StorageClass: 'GLACIER' }],
		},
	]
	const configuration = ['--lifecycle-configuration', JSON.stringify({ Rules })]
	await json('s3api', 'put-bucket-lifecycle-configuration', ...bucket, ...configuration)
	expect(await json('s3api', 'get-bucket-lifecycle-configuration', ...bucket)).toEqual({ Rules })
	const put = (key: string) => json('s3api', 'put-object', ...bucket, '--key', key, '--body', 'journal.txt')
	expect((await put('logs/a')).Expiration).toMatch(/^expiry-date=".* 00:00:00 GMT", rule-id="vieux"$/)
	expect((await put('autre')).Expiration).toBeUndefined()
	const list = async () => (await aws('s3', 'ls', 's3://journaux', '--recursive')).stdout
	expect(await list()).toContain('logs/a')
	const body = JSON.stringify({ forward: 31 * 24 * 3600 })
	expect((await fetch(`${endpoint}/_emulator/clock`, { method: 'PUT', body })).status).toBe(200)
	expect(await list()).toMatch(/^\S+ \S+ +1 autre\n$/)
	await json('s3api', 'delete-bucket-lifecycle', ...bucket)
	const none = await aws('s3api', 'get-bucket-lifecycle-configuration', ...bucket)
	expect(none.stderr).toContain(
		'(NoSuchLifecycleConfiguration) when calling the GetBucketLifecycleConfiguration operation: The lifecycle configuration does not exist',
	)
})
