import type { Target } from '../target.ts'
import { abuse } from './abuse.ts'

const MEBIBYTE = 1024 ** 2

/** Makes ready a body in chunks of so many bytes, without signatures of their own. */
function chunked(target: Target, whole: number, size: number) {
	const chunk = Buffer.concat([
		Buffer.from(`${size.toString(16)}\r\n`),
		Buffer.alloc(size, 'a'),
		Buffer.from('\r\n'),
	])
	const chunks = Array.from({ length: Math.floor(whole / chunk.byteLength) }, () => chunk)
	const body = Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')])
	const headers = {
		'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
		'x-amz-decoded-content-length': `${chunks.length * size}`,
		'content-encoding': 'aws-chunked',
	}
	return target.request('s3', { method: 'PUT', path: '/source/chunked', headers, body })
}

async function filledBucket(target: Target, keys: number) {
	for (let at = 0; at < keys; at++) {
		const Key = `${String(at % 1_000).padStart(4, '0')}/${at}`.padEnd(900, 'k')
		await target.s3('PutObject', { Bucket: 'source', Key, Body: new Uint8Array(1) })
	}
}

export const objects = [
	abuse('an object of 60 MiB', 200, (target) =>
		target.request('s3', { method: 'PUT', path: '/source/large', body: Buffer.alloc(60 * MEBIBYTE) }),
	),
	abuse('an object of 60 MiB in chunks', 200, (target) => chunked(target, 60 * MEBIBYTE, 65_536)),
	abuse('an object in chunks of one byte', 403, (target) => chunked(target, 20 * MEBIBYTE, 1)),
	abuse('the reading of an object of 60 MiB with its checksum', 200, async (target) => {
		await target.s3('PutObject', { Bucket: 'source', Key: 'large', Body: Buffer.alloc(60 * MEBIBYTE) })
		return target.call('s3', 'GetObject', { Bucket: 'source', Key: 'large', ChecksumMode: 'ENABLED' })
	}),
	abuse('a copy of an object of 60 MiB', 200, async (target) => {
		await target.s3('PutObject', { Bucket: 'source', Key: 'large', Body: Buffer.alloc(60 * MEBIBYTE) })
		return target.call('s3', 'CopyObject', {
			Bucket: 'source',
			Key: 'copy',
			CopySource: 'source/large',
			ChecksumAlgorithm: 'SHA256',
		})
	}),
	abuse('a listing of 1,000 long keys', 200, async (target) => {
		await filledBucket(target, 1_200)
		return target.call('s3', 'ListObjectsV2', { Bucket: 'source', MaxKeys: 1_000 })
	}),
	abuse('a listing of 1,000 prefixes', 200, async (target) => {
		await filledBucket(target, 1_200)
		return target.call('s3', 'ListObjectsV2', { Bucket: 'source', MaxKeys: 1_000, Delimiter: '/' })
	}),
	abuse('a listing of 1,000 versions', 200, async (target) => {
		await filledBucket(target, 1_200)
		return target.call('s3', 'ListObjectVersions', { Bucket: 'source', MaxKeys: 1_000 })
	}),
]
