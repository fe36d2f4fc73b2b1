import {
	BatchDeleteImageCommand,
	BatchGetImageCommand,
	CompleteLayerUploadCommand,
	DeleteRepositoryCommand,
	DescribeImagesCommand,
	ECRClient,
	InitiateLayerUploadCommand,
	ListImagesCommand,
	PutImageCommand,
	PutImageTagMutabilityCommand,
	UploadLayerPartCommand,
} from '@aws-sdk/client-ecr'
import { expect, test } from 'vitest'
import { refused } from '../../../people.fixture.ts'
import { ACCOUNT, DAY, digestOf, manifestOf, openRegistry, SHOP } from '../registry.fixture.ts'

test('an image is pushed layer by layer, and pulled as it was sent', async () => {
	const { ecr, push, events } = await openRegistry()
	const digest = await push('bonjour', 'v1')
	expect(digest).toBe(digestOf(manifestOf('bonjour')))
	const { imageDetails } = await ecr.send(new DescribeImagesCommand(SHOP))
	expect(imageDetails).toEqual([
		{
			registryId: ACCOUNT,
			repositoryName: 'atelier/boutique',
			imageDigest: digest,
			imageTags: ['v1'],
			imageSizeInBytes: 9,
			imagePushedAt: new Date(Date.UTC(2026, 0, 5, 9)),
			imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
			artifactMediaType: 'application/vnd.docker.container.image.v1+json',
			imageStatus: 'ACTIVE',
		},
	])
	const { images } = await ecr.send(new BatchGetImageCommand({ ...SHOP, imageIds: [{ imageTag: 'v1' }] }))
	expect(images).toMatchObject([
		{ imageId: { imageDigest: digest, imageTag: 'v1' }, imageManifest: manifestOf('bonjour') },
	])
	expect(events()).toEqual([
		{
			'action-type': 'PUSH',
			result: 'SUCCESS',
			'repository-name': 'atelier/boutique',
			'image-digest': digest,
			'image-tag': 'v1',
		},
	])
})

test('a tag moves to the image that is pushed under it, unless it is immutable', async () => {
	const { ecr, push } = await openRegistry()
	const one = await push('one', 'latest')
	const two = await push('two', 'latest')
	const { imageIds } = await ecr.send(new ListImagesCommand(SHOP))
	expect(new Set(imageIds?.map((id) => JSON.stringify(id)))).toEqual(
		new Set([JSON.stringify({ imageDigest: one }), JSON.stringify({ imageDigest: two, imageTag: 'latest' })]),
	)
	await expect(push('two', 'latest')).rejects.toEqual(
		refused(
			'ImageAlreadyExistsException',
			`Image with digest '${two}' and tag 'latest' already exists in the repository with name 'atelier/boutique' in registry with id '${ACCOUNT}'`,
		),
	)
	const filters = [{ filterType: 'WILDCARD' as const, filter: 'dev-*' }]
	await ecr.send(
		new PutImageTagMutabilityCommand({
			...{ ...SHOP, imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' },
			imageTagMutabilityExclusionFilters: filters,
		}),
	)
	await expect(push('one', 'latest')).rejects.toEqual(
		refused(
			'ImageTagAlreadyExistsException',
			"The image tag 'latest' already exists in the 'atelier/boutique' repository and cannot be overwritten because the tag is immutable.",
		),
	)
	await push('one', 'dev-1')
	await push('two', 'dev-1')
})

test('a manifest without its layers is refused once the repository has had any', async () => {
	const { ecr, push } = await openRegistry()
	const put = (text: string, input: object = {}) =>
		ecr.send(new PutImageCommand({ ...SHOP, imageManifest: manifestOf(text), ...input }))
	await put('by hand')
	await push('one')
	await expect(put('never uploaded')).rejects.toEqual(
		refused(
			'LayersNotFoundException',
			'The specified layers could not be found, or the specified layer is not valid for this repository.',
		),
	)
	const index = JSON.stringify({
		...{ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json' },
		manifests: [{ digest: digestOf('nothing'), size: 7 }],
	})
	await expect(put('', { imageManifest: index })).rejects.toMatchObject({
		name: 'ReferencedImagesNotFoundException',
	})
	await expect(put('one', { imageDigest: digestOf('other') })).rejects.toMatchObject({
		name: 'ImageDigestDoesNotMatchException',
	})
})

test.each([
	['{', 'Invalid JSON syntax'],
	['[]', 'Invalid image manifest provided'],
	['{"layers": [{"digest": "md5:00"}]}', 'Invalid image manifest provided'],
	['{"schemaVersion": 1}', 'Invalid image manifest provided'],
])('what is no manifest is refused: %s', async (imageManifest, constraint) => {
	const { ecr } = await openRegistry()
	await expect(ecr.send(new PutImageCommand({ ...SHOP, imageManifest }))).rejects.toEqual(
		refused(
			'InvalidParameterException',
			`Invalid parameter at 'ImageManifest' failed to satisfy constraint: '${constraint}'`,
		),
	)
})

test('a manifest says what it is, itself or beside it', async () => {
	const { ecr } = await openRegistry()
	const { mediaType: imageManifestMediaType, ...rest } = JSON.parse(manifestOf('one'))
	const input = { ...SHOP, imageManifest: JSON.stringify(rest) }
	await expect(ecr.send(new PutImageCommand(input))).rejects.toEqual(
		refused('InvalidParameterException', 'image manifest mediatype not provided in manifest or parameter'),
	)
	await ecr.send(new PutImageCommand({ ...input, imageManifestMediaType }))
})

test('parts of a layer come in order, and make what the digest says', async () => {
	const { ecr } = await openRegistry()
	const { uploadId } = await ecr.send(new InitiateLayerUploadCommand(SHOP))
	const part = (first: number, bytes: string) =>
		ecr.send(
			new UploadLayerPartCommand({
				...{ ...SHOP, uploadId, partFirstByte: first, partLastByte: first + bytes.length - 1 },
				layerPartBlob: Buffer.from(bytes),
			}),
		)
	const complete = (digest: string, id = uploadId) =>
		ecr.send(new CompleteLayerUploadCommand({ ...SHOP, uploadId: id, layerDigests: [digest] }))
	await expect(complete(digestOf(''))).rejects.toMatchObject({ name: 'EmptyUploadException' })
	expect(await part(0, 'abc')).toMatchObject({ lastByteReceived: 2 })
	await expect(part(4, 'e')).rejects.toMatchObject({
		name: 'InvalidLayerPartException',
		lastValidByteReceived: 2,
	})
	await part(3, 'de')
	await expect(complete(digestOf('other'))).rejects.toMatchObject({ name: 'InvalidLayerException' })
	expect(await complete(digestOf('abcde'))).toMatchObject({ layerDigest: digestOf('abcde') })
	await expect(complete(digestOf('abcde'))).rejects.toMatchObject({ name: 'UploadNotFoundException' })
	const again = await ecr.send(new InitiateLayerUploadCommand(SHOP))
	await ecr.send(
		new UploadLayerPartCommand({
			...{ ...SHOP, uploadId: again.uploadId, partFirstByte: 0, partLastByte: 4 },
			layerPartBlob: Buffer.from('abcde'),
		}),
	)
	await expect(complete(digestOf('abcde'), again.uploadId)).rejects.toMatchObject({
		name: 'LayerAlreadyExistsException',
	})
})

test('an upload that nobody completes is forgotten after a day', async () => {
	const { ecr, pass } = await openRegistry()
	const { uploadId } = await ecr.send(new InitiateLayerUploadCommand(SHOP))
	await pass(DAY)
	await expect(
		ecr.send(new CompleteLayerUploadCommand({ ...SHOP, uploadId, layerDigests: [digestOf('')] })),
	).rejects.toMatchObject({ name: 'UploadNotFoundException' })
})

test('images are deleted by a tag, which may leave the image, or by their digest', async () => {
	const { ecr, push, events } = await openRegistry()
	const digest = await push('one', 'v1')
	await ecr.send(new PutImageCommand({ ...SHOP, imageManifest: manifestOf('one'), imageTag: 'v2' }))
	const remove = (...imageIds: Array<object>) => ecr.send(new BatchDeleteImageCommand({ ...SHOP, imageIds }))
	const first = await remove({ imageTag: 'v1' }, { imageTag: 'absent' }, {})
	expect(first.imageIds).toEqual([{ imageDigest: digest, imageTag: 'v1' }])
	expect(first.failures).toEqual([
		{
			imageId: { imageTag: 'absent' },
			failureCode: 'ImageNotFound',
			failureReason: 'Requested image not found',
		},
		{
			imageId: {},
			failureCode: 'MissingDigestAndTag',
			failureReason: 'Invalid request parameters: both tag and digest cannot be null',
		},
	])
	await remove({ imageDigest: digest })
	expect((await ecr.send(new ListImagesCommand(SHOP))).imageIds).toEqual([])
	await expect(
		ecr.send(new DescribeImagesCommand({ ...SHOP, imageIds: [{ imageTag: 'v2' }] })),
	).rejects.toEqual(
		refused(
			'ImageNotFoundException',
			`The image with imageId {imageDigest:'null', imageTag:'v2'} does not exist within the repository with name 'atelier/boutique' in the registry with id '${ACCOUNT}'`,
		),
	)
	// What is empty may go.
	await ecr.send(new DeleteRepositoryCommand(SHOP))
	expect(events().map((detail) => [detail['action-type'], detail['image-tag']])).toEqual([
		['PUSH', 'v1'],
		['PUSH', 'v2'],
		['DELETE', 'v1'],
		['DELETE', 'v2'],
	])
})

test('an image that a list holds stays while the list is there', async () => {
	const { ecr, push } = await openRegistry()
	const digest = await push('one')
	const manifests = [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', size: 3, digest }]
	const imageManifest = JSON.stringify({
		...{ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests },
	})
	const { image } = await ecr.send(new PutImageCommand({ ...SHOP, imageManifest, imageTag: 'all' }))
	const listDigest = image?.imageId?.imageDigest
	const remove = (imageDigest?: string) =>
		ecr.send(new BatchDeleteImageCommand({ ...SHOP, imageIds: [{ imageDigest }] }))
	expect((await remove(digest)).failures).toEqual([
		{
			imageId: { imageDigest: digest },
			failureCode: 'ImageReferencedByManifestList',
			failureReason: `Requested image referenced by manifest list: [${listDigest}]`,
		},
	])
	await remove(listDigest)
	expect((await remove(digest)).failures).toEqual([])
})

test('images are told in pages, and by whether they have a tag', async () => {
	const { ecr, push } = await openRegistry()
	await push('one', 'v1')
	await push('two')
	await push('three')
	const first = await ecr.send(new DescribeImagesCommand({ ...SHOP, maxResults: 2 }))
	const second = await ecr.send(
		new DescribeImagesCommand({ ...SHOP, maxResults: 2, nextToken: first.nextToken }),
	)
	expect([first.imageDetails?.length, second.imageDetails?.length, second.nextToken]).toEqual([
		2,
		1,
		undefined,
	])
	const tagged = await ecr.send(new ListImagesCommand({ ...SHOP, filter: { tagStatus: 'TAGGED' } }))
	expect(tagged.imageIds?.map(({ imageTag }) => imageTag)).toEqual(['v1'])
	const untagged = await ecr.send(new DescribeImagesCommand({ ...SHOP, filter: { tagStatus: 'UNTAGGED' } }))
	expect(untagged.imageDetails).toHaveLength(2)
})

test('a push needs each of its rights', async () => {
	const { push, user } = await openRegistry()
	const all = [
		'BatchCheckLayerAvailability',
		'InitiateLayerUpload',
		'UploadLayerPart',
		'CompleteLayerUpload',
		'PutImage',
	]
	for (const without of all) {
		const Action = all.filter((action) => action !== without).map((action) => `ecr:${action}`)
		const client = new ECRClient(await user(`without-${without}`, { Action }))
		await expect(push(without, undefined, client)).rejects.toMatchObject({
			name: 'AccessDeniedException',
			message: expect.stringContaining(`ecr:${without}`),
		})
	}
	const client = new ECRClient(await user('with-all', { Action: all.map((action) => `ecr:${action}`) }))
	await push('fine', undefined, client)
})
