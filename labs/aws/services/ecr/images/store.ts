import type { ImageIdentifier } from '@aws-sdk/client-ecr'
import type { Call } from '../../../service.ts'
import type { Located } from '../arns.ts'
import { type Image, images, imageTags } from '../collections.ts'
import { imageNotFound } from '../ecr-error.ts'

export function imageKey({ repository }: Located, digestOrTag: string): string {
	return `${repository.id}/${digestOrTag}`
}

/** The image of an id, by its digest, its tag, or both; undefined when there is none, or they are of two. */
export function findImage(
	{ world }: Pick<Call, 'world'>,
	place: Located,
	{ imageDigest, imageTag }: ImageIdentifier,
): Readonly<Image> | undefined {
	const tagged =
		imageTag === undefined ? undefined : world.get(imageTags, place.scope, imageKey(place, imageTag))?.digest
	if (imageTag !== undefined && tagged === undefined) return
	if (imageDigest !== undefined && tagged !== undefined && tagged !== imageDigest) return
	const digest = imageDigest ?? tagged
	return digest === undefined ? undefined : world.get(images, place.scope, imageKey(place, digest))
}

/** Throws ImageNotFoundException. */
export function requireImage(
	call: Pick<Call, 'world'>,
	place: Located,
	id: ImageIdentifier,
): Readonly<Image> {
	const found = findImage(call, place, id)
	if (!found) throw imageNotFound(id, place.repository.name, place.scope)
	return found
}

export function putImageDocument({ world }: Call, place: Located, image: Image): void {
	world.put(images, place.scope, imageKey(place, image.digest), image)
}

/** Every image of a repository, by its digest. */
export function imagesOf({ world }: Pick<Call, 'world'>, { repository, scope }: Located) {
	return world.list(images, scope, { prefix: `${repository.id}/` })
}

/** Takes a tag from its image; the image stays. */
export function removeTag(call: Call, place: Located, image: Readonly<Image>, tag: string): Image {
	call.world.delete(imageTags, place.scope, imageKey(place, tag))
	const left = { ...image, tags: image.tags.filter((one) => one !== tag) }
	putImageDocument(call, place, left)
	return left
}

/** Takes an image away with its tags. */
export function removeImage(call: Call, place: Located, { digest, tags }: Readonly<Image>): void {
	for (const tag of tags) call.world.delete(imageTags, place.scope, imageKey(place, tag))
	call.world.delete(images, place.scope, imageKey(place, digest))
}
