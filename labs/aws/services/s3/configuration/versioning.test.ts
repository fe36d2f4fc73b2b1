import {
	DeleteObjectCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListObjectVersionsCommand,
	PutBucketVersioningCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

async function openVersions() {
	const opened = await openBucket()
	const { s3 } = opened
	const setVersioning = (Status: 'Enabled' | 'Suspended', MFADelete?: 'Enabled') =>
		s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status, MFADelete } }))
	const remove = (Key: string, VersionId?: string) =>
		s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))
	const read = async (VersionId?: string) => {
		const { Body, VersionId: id } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId }))
		return [await Body?.transformToString(), id]
	}
	async function list() {
		const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }))
		return {
			versions: Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]),
			markers: DeleteMarkers.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]),
		}
	}
	return { ...opened, setVersioning, remove, read, list }
}

test('while suspended, one version without an id is written over and over, and the others stay', async () => {
	const { put, setVersioning, read, list } = await openVersions()
	await setVersioning('Enabled')
	const { VersionId } = await put('a', 'un')
	await setVersioning('Suspended')
	expect((await put('a', 'deux')).VersionId).toBeUndefined()
	await put('a', 'trois')
	expect(await read()).toEqual(['trois', 'null'])
	expect(await read(VersionId)).toEqual(['un', VersionId])
	expect(await list()).toEqual({
		versions: [
			['null', true],
			[VersionId, false],
		],
		markers: [],
	})
})

test('while suspended, a deletion takes the version without an id and leaves a marker in its place', async () => {
	const { put, setVersioning, remove, read, list } = await openVersions()
	await setVersioning('Enabled')
	const { VersionId } = await put('a', 'un')
	await setVersioning('Suspended')
	await put('a', 'deux')
	expect(await remove('a')).toMatchObject({ DeleteMarker: true, VersionId: 'null' })
	expect(await list()).toEqual({ versions: [[VersionId, false]], markers: [['null', true]] })
	expect(await remove('a', 'null')).toMatchObject({ DeleteMarker: true, VersionId: 'null' })
	expect(await read()).toEqual(['un', VersionId])
})

test('what a delete marker hides is told in headers, and a marker has no content', async () => {
	const { s3, put, setVersioning, remove, ask, openToAll } = await openVersions()
	await setVersioning('Enabled')
	await put('a', 'un')
	const { VersionId } = await remove('a')
	await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId }))).rejects.toMatchObject(
		refused('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405),
	)
	await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({
		name: 'NotFound',
		$response: { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': VersionId } },
	})
	await openToAll()
	expect((await ask('GET', `/${Bucket}/a`)).status).toBe(403)
})

test('a version id that nothing can have is refused, one that nothing has any more is missing', async () => {
	const { s3, put, setVersioning, read } = await openVersions()
	await put('a', 'un')
	const impossible = refused('InvalidArgument', 'Invalid version id specified', 400)
	const other = 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD'
	await expect(read(other)).rejects.toMatchObject(impossible)
	expect(await read('null')).toEqual(['un', undefined])
	await setVersioning('Enabled')
	await expect(read('court')).rejects.toMatchObject(impossible)
	await expect(read(other)).rejects.toMatchObject(impossible)
	const { VersionId = '' } = await put('a', 'deux')
	await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }))
	await expect(read(VersionId)).rejects.toMatchObject(
		refused('NoSuchVersion', 'The specified version does not exist.', 404),
	)
})

test('versions are listed page by page, rolled up, from a key or from one of its versions', async () => {
	const { s3, put, setVersioning } = await openVersions()
	await setVersioning('Enabled')
	for (const key of ['a', 'a', 'b/1', 'b/2', 'c']) await put(key, 'x')
	const list = (more: object) => s3.send(new ListObjectVersionsCommand({ Bucket, ...more }))
	const first = await list({ MaxKeys: 1, Delimiter: '/' })
	expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'a' })
	expect(first.NextVersionIdMarker).toBe(first.Versions?.[0]?.VersionId)
	const marker = { KeyMarker: 'a', VersionIdMarker: first.NextVersionIdMarker }
	const second = await list({ ...marker, MaxKeys: 2, Delimiter: '/' })
	expect(second.Versions?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([['a', false]])
	expect(second).toMatchObject({
		CommonPrefixes: [{ Prefix: 'b/' }],
		IsTruncated: true,
		NextKeyMarker: 'b/',
	})
	const third = await list({ KeyMarker: 'b/', Delimiter: '/' })
	expect(third.Versions?.map(({ Key }) => Key)).toEqual(['c'])
	expect(third.IsTruncated).toBe(false)
	await expect(list({ VersionIdMarker: first.NextVersionIdMarker })).rejects.toMatchObject(
		refused('InvalidArgument', 'A version-id marker cannot be specified without a key marker.', 400),
	)
})

test('versioning is on, or suspended; it has no second factor here', async () => {
	const { setVersioning } = await openVersions()
	await expect(setVersioning('' as 'Enabled')).rejects.toMatchObject({
		$metadata: { httpStatusCode: 400 },
	})
	await expect(setVersioning('Enabled', 'Enabled')).rejects.toMatchObject(
		refused('NotImplemented', 'S3 MFA delete is not emulated. What is: docs/emulator.md', 501),
	)
})
