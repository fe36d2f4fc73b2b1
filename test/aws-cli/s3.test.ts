import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startCli } from './emulator.ts'

const TIMEOUT_MS = 30_000
const { aws, json, directory } = await startCli()

test('the open emulator is account 123456789012', { timeout: TIMEOUT_MS }, async () => {
	expect(await json('sts', 'get-caller-identity')).toMatchObject({ Account: '123456789012' })
})

test('a file goes to a bucket and comes back', { timeout: TIMEOUT_MS }, async () => {
	await writeFile(join(directory, 'été.txt'), 'Bonjour, l’été.')
	expect(await aws('s3', 'mb', 's3://aller-retour')).toMatchObject({ code: 0 })
	expect(await aws('s3', 'cp', 'été.txt', 's3://aller-retour/un dossier/été & co.txt')).toMatchObject({
		code: 0,
	})
	const listed = await aws('s3', 'ls', 's3://aller-retour', '--recursive')
	expect(listed.stdout).toMatch(/ 19 un dossier\/été & co\.txt\n$/)
	expect(await aws('s3', 'cp', 's3://aller-retour/un dossier/été & co.txt', '-')).toMatchObject({
		stdout: 'Bonjour, l’été.',
		code: 0,
	})
})

test('a file over 8 MB goes up and down in parts, byte for byte', { timeout: TIMEOUT_MS }, async () => {
	const bytes = randomBytes(9 * 1024 * 1024 + 17)
	await writeFile(join(directory, 'gros.bin'), bytes)
	await aws('s3', 'mb', 's3://gros-fichiers')
	expect(await aws('s3', 'cp', 'gros.bin', 's3://gros-fichiers/gros.bin')).toMatchObject({ code: 0 })
	const head = await json('s3api', 'head-object', '--bucket', 'gros-fichiers', '--key', 'gros.bin')
	expect(head.ContentLength).toBe(bytes.length)
	expect(head.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
	expect(await aws('s3', 'cp', 's3://gros-fichiers/gros.bin', 'revenu.bin')).toMatchObject({ code: 0 })
	const back = await readFile(join(directory, 'revenu.bin'))
	expect(sha256(back)).toBe(sha256(bytes))
})

test('sync sends what changed, deletes what left, and rm empties', { timeout: TIMEOUT_MS }, async () => {
	const site = join(directory, 'site')
	await mkdir(join(site, 'images'), { recursive: true })
	await writeFile(join(site, 'index.html'), '<h1>Un</h1>')
	await writeFile(join(site, 'images', 'logo.svg'), '<svg/>')
	await aws('s3', 'mb', 's3://synchro')
	expect((await aws('s3', 'sync', 'site', 's3://synchro')).stdout.match(/upload:/g)).toHaveLength(2)
	expect(await aws('s3', 'sync', 'site', 's3://synchro')).toEqual({ stdout: '', stderr: '', code: 0 })

	await writeFile(join(site, 'page.html'), '<h1>Deux</h1>')
	const dropped = await aws('s3', 'sync', 'site', 's3://synchro', '--delete', '--exclude', 'images/*')
	expect(dropped.stdout).toContain('upload: site/page.html')
	expect(await aws('s3', 'sync', 's3://synchro', 'copie')).toMatchObject({ code: 0 })
	expect((await readdir(join(directory, 'copie'))).toSorted()).toEqual(['images', 'index.html', 'page.html'])

	expect(await aws('s3', 'rm', 's3://synchro', '--recursive')).toMatchObject({ code: 0 })
	expect(await aws('s3', 'ls', 's3://synchro')).toEqual({ stdout: '', stderr: '', code: 0 })
})

test('a versioned bucket keeps every version and its delete markers', { timeout: TIMEOUT_MS }, async () => {
	const bucket = ['--bucket', 'versions']
	await aws('s3', 'mb', 's3://versions')
	await json('s3api', 'put-bucket-versioning', ...bucket, '--versioning-configuration', 'Status=Enabled')
	expect(await json('s3api', 'get-bucket-versioning', ...bucket)).toEqual({ Status: 'Enabled' })
	await writeFile(join(directory, 'a.txt'), 'un')
	const first = await json('s3api', 'put-object', ...bucket, '--key', 'a.txt', '--body', 'a.txt')
	await writeFile(join(directory, 'a.txt'), 'deux')
	const second = await json('s3api', 'put-object', ...bucket, '--key', 'a.txt', '--body', 'a.txt')
	await json('s3api', 'delete-object', ...bucket, '--key', 'a.txt')

	const { Versions, DeleteMarkers } = await json('s3api', 'list-object-versions', ...bucket)
	expect(Versions.map((one: { VersionId: string }) => one.VersionId)).toEqual([
		second.VersionId,
		first.VersionId,
	])
	expect(DeleteMarkers).toMatchObject([{ Key: 'a.txt', IsLatest: true }])
	const version = ['--key', 'a.txt', '--version-id', first.VersionId]
	await json('s3api', 'get-object', ...bucket, ...version, 'ancien.txt')
	expect(await readFile(join(directory, 'ancien.txt'), 'utf8')).toBe('un')
})

test('a refusal has the words of S3 and the exit code of the CLI', { timeout: TIMEOUT_MS }, async () => {
	const missing = await aws('s3api', 'get-bucket-versioning', '--bucket', 'pas-de-ce-nom')
	expect(missing.code).toBe(254)
	expect(missing.stderr.trim()).toBe(
		'An error occurred (NoSuchBucket) when calling the GetBucketVersioning operation: The specified bucket does not exist',
	)
	await aws('s3', 'mb', 's3://presque-vide')
	const key = ['--bucket', 'presque-vide', '--key', 'rien']
	const absent = await aws('s3api', 'get-object', ...key, 'rien.txt')
	expect([absent.code, absent.stderr.trim()]).toEqual([
		254,
		'An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.',
	])
	const head = await aws('s3api', 'head-object', ...key)
	expect([head.code, head.stderr.trim()]).toEqual([
		254,
		'An error occurred (404) when calling the HeadObject operation: Not Found',
	])
	await writeFile(join(directory, 'b.txt'), 'b')
	await aws('s3', 'cp', 'b.txt', 's3://presque-vide/b.txt')
	const full = await aws('s3api', 'delete-bucket', '--bucket', 'presque-vide')
	expect([full.code, full.stderr.trim()]).toEqual([
		254,
		'An error occurred (BucketNotEmpty) when calling the DeleteBucket operation: The bucket you tried to delete is not empty',
	])
})

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}
