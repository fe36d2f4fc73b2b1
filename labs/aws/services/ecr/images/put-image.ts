import type { PutImageRequest } from '@aws-sdk/client-ecr'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { digestOf } from '../../../world/slices.ts'
import { type Located, onRepository, requireRepository } from '../arns.ts'
import { type Image, imageTags, layers } from '../collections.ts'
import { imageExists, invalidParameter, tagImmutable } from '../ecr-error.ts'
import { scheduleEvaluation } from '../lifecycle/schedule.ts'
import { isImmutable } from '../repositories/mutability.ts'
import { startScan } from '../scans/run-scan.ts'
import { emitImageAction } from './events.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { countOf, findImage, imageKey, putImageDocument, removeTag } from './store.ts'

/** AWS keeps 100,000 images in a repository, and 1,000 tags of an image; the bounds are ours. */
const IMAGES_AT_MOST = 2_000
const TAGS_AT_MOST = 100

/** Keeps a manifest under its digest, and under a tag; the layers are there before it. */
export const putImage = operation<PutImageRequest, object>({
	access: onRepository('PutImage'),
	async run(input, call) {
		const { imageManifest = '', imageTag, imageManifestMediaType } = input
		const place = requireRepository(call, input)
		assertTag(imageTag)
		const manifest = readManifest(imageManifest)
		const mediaType = imageManifestMediaType ?? manifest.mediaType
		// As moto's test has it from AWS.
		if (mediaType === undefined)
			throw new AwsError(
				'InvalidParameterException',
				'image manifest mediatype not provided in manifest or parameter',
			)
		const bytes = Buffer.from(imageManifest)
		const digest = `sha256:${await digestOf('sha256', bytes, 'hex')}`
		if (input.imageDigest !== undefined && input.imageDigest !== digest) {
			// The wording is ours.
			throw new AwsError('ImageDigestDoesNotMatchException', `The digest of the manifest is ${digest}`)
		}
		assertComplete(call, place, manifest)
		const before = findImage(call, place, { imageDigest: digest })
		const known = imageTag === undefined ? before : findImage(call, place, { imageTag })
		if (known?.digest === digest)
			throw imageExists(digest, imageTag ?? 'null', place.repository.name, place.scope)
		if (imageTag !== undefined && known && isImmutable(place.repository, imageTag))
			throw tagImmutable(imageTag, place.repository.name)
		if (imageTag !== undefined && known) removeTag(call, place, known, imageTag)
		const image: Image = before ?? {
			digest,
			manifest: await call.blobs.put(bytes),
			mediaType,
			...(manifest.configMediaType !== undefined && { configMediaType: manifest.configMediaType }),
			lists: manifest.lists,
			size: manifest.size,
			pushedAt: call.now,
			tags: [],
		}
		if (!before) assertRoom(call, place)
		keep(call, place, image, imageTag)
		emitImageAction(call, place, 'PUSH', digest, imageTag)
		if (!before && place.repository.scanOnPush) startScan(call, place, digest)
		scheduleEvaluation(call, place)
		return {
			image: {
				registryId: place.scope.account,
				repositoryName: place.repository.name,
				imageId: { imageDigest: digest, ...(imageTag !== undefined && { imageTag }) },
				imageManifest,
				imageManifestMediaType: image.mediaType,
			},
		}
	},
})

function keep(call: Call, place: Located, image: Image, tag: string | undefined): void {
	if (tag === undefined) {
		putImageDocument(call, place, image)
		return
	}
	if (image.tags.length >= TAGS_AT_MOST)
		throw new AwsError('LimitExceededException', `An image can have at most ${TAGS_AT_MOST} tags`)
	call.world.put(imageTags, place.scope, imageKey(place, tag), { digest: image.digest })
	putImageDocument(call, place, { ...image, tags: [...image.tags, tag] })
}

/** https://docs.docker.com/reference/cli/docker/image/tag/; the wording of the constraint is ours. */
function assertTag(tag: string | undefined): void {
	if (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) return
	throw invalidParameter('imageTag', 'must be a valid image tag')
}

function assertRoom(call: Call, place: Located): void {
	if (countOf(call, place) < IMAGES_AT_MOST) return
	throw new AwsError(
		'LimitExceededException',
		`A repository of this emulator has at most ${IMAGES_AT_MOST} images`,
	)
}

/**
 * Everything that a manifest refers to must be in the repository. One that never had
 * a layer takes any: there the manifest is written by hand, for what no build made.
 */
function assertComplete(call: Call, place: Located, { blobs, lists }: Manifest): void {
	const { repository, scope } = place
	if (!repository.hasLayers) return
	const isMissing = (digest: string) => !call.world.get(layers, scope, imageKey(place, digest))
	const missing = blobs.find(isMissing)
	if (missing !== undefined) {
		// The model's words for the error.
		throw new AwsError(
			'LayersNotFoundException',
			'The specified layers could not be found, or the specified layer is not valid for this repository.',
		)
	}
	const unknown = lists.find((imageDigest) => !findImage(call, place, { imageDigest }))
	if (unknown === undefined) return
	throw new AwsError(
		'ReferencedImagesNotFoundException',
		'The manifest list is referencing an image that does not exist.',
	)
}
