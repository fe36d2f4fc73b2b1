import type { BatchDeleteImageRequest, ImageIdentifier } from '@aws-sdk/client-ecr'
import { type Call, operation } from '../../../service.ts'
import { type Located, onRepository, requireRepository } from '../arns.ts'
import { type Image, imageTags } from '../collections.ts'
import { emitImageAction } from './events.ts'
import { failureOf } from './read-images.ts'
import { findImage, imageKey, imagesOf, removeImage, removeTag } from './store.ts'

/** Takes tags away, and images with their last one; a digest takes an image with all its tags. */
export const batchDeleteImage = operation<BatchDeleteImageRequest, object>({
	access: onRepository('BatchDeleteImage'),
	run({ imageIds = [], ...input }, call) {
		const place = requireRepository(call, input)
		const deleted: Array<ImageIdentifier> = []
		const failures: Array<object> = []
		const lists = listsOf(call, place)
		for (const id of imageIds) {
			const image = findImage(call, place, id)
			const failure =
				failureOf(id) ?? (image ? referenceTo(call, place, image, id, lists) : missing(call, place, id))
			if (failure) failures.push(failure)
			else if (image) deleted.push(...remove(call, place, image, id))
		}
		return { imageIds: deleted, failures }
	},
})

function missing(call: Call, place: Located, imageId: ImageIdentifier) {
	const { imageDigest, imageTag } = imageId
	const tagged = imageTag && call.world.get(imageTags, place.scope, imageKey(place, imageTag))
	// Both as moto's tests have them from AWS.
	return tagged && imageDigest !== undefined
		? {
				imageId,
				failureCode: 'ImageTagDoesNotMatchDigest',
				failureReason: `Tag ${imageTag} does not match the digest`,
			}
		: { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }
}

/** An image that an index lists stays while the index is there. */
function referenceTo(
	call: Call,
	place: Located,
	image: Readonly<Image>,
	imageId: ImageIdentifier,
	lists: ReadonlyMap<string, string>,
) {
	const keepsImage = imageId.imageTag !== undefined && image.tags.length > 1
	const list = lists.get(image.digest)
	const isThere = list !== undefined && findImage(call, place, { imageDigest: list }) !== undefined
	if (keepsImage || !isThere) return
	const failureReason = `Requested image referenced by manifest list: [${list}]`
	return { imageId, failureCode: 'ImageReferencedByManifestList', failureReason }
}

/** Which index lists an image, by its digest. */
function listsOf(call: Call, place: Located): Map<string, string> {
	const all = imagesOf(call, place).flatMap(({ digest, lists }) => lists.map((one) => [one, digest] as const))
	return new Map(all)
}

function remove(
	call: Call,
	place: Located,
	image: Readonly<Image>,
	{ imageTag }: ImageIdentifier,
): Array<ImageIdentifier> {
	const { digest } = image
	const gone = imageTag === undefined ? image.tags : [imageTag]
	const told = (tags: ReadonlyArray<string | undefined>) => {
		for (const tag of tags) emitImageAction(call, place, 'DELETE', digest, tag)
		return tags.map((tag) => ({ imageDigest: digest, ...(tag !== undefined && { imageTag: tag }) }))
	}
	if (imageTag !== undefined && image.tags.length > 1) {
		removeTag(call, place, image, imageTag)
		return told([imageTag])
	}
	removeImage(call, place, image)
	return told(gone.length > 0 ? gone : [undefined])
}
