import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { anyText, bodyMutations, type Mutation } from './fuzz-bodies.fixture.ts'

// What can be wrong with a request before it is signed.

const inQuery = fc
	.tuple(
		fc.constantFrom(
			'uploads',
			'uploadId',
			'partNumber',
			'versionId',
			'list-type',
			'policy',
			'versioning',
			'max-keys',
			'continuation-token',
			'X-Amz-Signature',
			'x-id',
			'acl',
			'',
		),
		anyText,
	)
	.map(
		([name, text]): Mutation =>
			(request) => ({ ...request, query: [...request.query, [name, text]] }),
	)

const inPath = fc
	.constantFrom(
		'/',
		'//',
		'/%',
		'/%zz',
		'/a/../b',
		'/%2e%2e/%2f',
		`/${'a'.repeat(3000)}`,
		'/demo//x/',
		'/%00',
		'/é',
	)
	.map(
		(path): Mutation =>
			(request) => ({ ...request, path: encodeURI(path).replaceAll('%25', '%') }),
	)

const inHeaders = fc
	.tuple(
		fc.constantFrom(
			'content-type',
			'content-encoding',
			'range',
			'if-match',
			'content-md5',
			'x-amz-target',
			'x-amz-meta-a',
			'x-amz-copy-source',
			'x-amz-checksum-crc32',
			'smithy-protocol',
			'expect',
			'x-amz-query-mode',
			'content-length',
			'x-amz-decoded-content-length',
		),
		fc.oneof(
			fc.constantFrom(
				'gzip',
				'aws-chunked',
				'bytes=9-1',
				'bytes=-1',
				'bytes=0-99999999999',
				'rpc-v2-cbor',
				'IAM.Nope',
				'application/cbor',
				'/demo/a',
				'demo/%zz?versionId=',
			),
			fc.string({ maxLength: 20 }),
		),
	)
	.map(
		([name, value]): Mutation =>
			(request) => ({ ...request, headers: { ...request.headers, [name]: value } }),
	)

const inMethod = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS').map(
	(method): Mutation =>
		(request) => ({ ...request, method }),
)

const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024))
/** Compressed bodies, one of which would not fit; too slow to be among ten thousand. */
export const compressions = fc.boolean().map(
	(isBomb): Mutation =>
		(request) => ({
			...request,
			headers: { ...request.headers, 'content-encoding': 'gzip' },
			body: isBomb ? bomb : gzipSync(request.body),
		}),
)

const nothing = fc.constant<Mutation>((request) => request)

/** Everything that may happen to a request before it is signed; often nothing, sometimes two things. */
export const mutations: fc.Arbitrary<Mutation> = fc
	.array(
		fc.oneof(
			{ weight: 49, arbitrary: bodyMutations },
			{ weight: 6, arbitrary: inQuery },
			{ weight: 5, arbitrary: inHeaders },
			{ weight: 3, arbitrary: inPath },
			{ weight: 2, arbitrary: inMethod },
			{ weight: 5, arbitrary: nothing },
		),
		{ minLength: 1, maxLength: 2 },
	)
	.map(
		(all): Mutation =>
			(request) =>
				all.reduce((changed, mutation) => mutation(changed), request),
	)
