import type { ImageIdentifier } from '@aws-sdk/client-ecr'
import type { Call } from '../../../service.ts'
import type { Located } from '../arns.ts'
import { type Image, imageCounts, images, imageTags } from '../collections.ts'
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

/** Writes an image, new or anew. */
export function putImageDocument(call: Call, place: Located, image: Image): void {
	const key = imageKey(place, image.digest)
	if (!call.world.get(images, place.scope, key)) count(call, place, 1)
	call.world.put(images, place.scope, key, image)
}

/** How many images a repository has. */
export function countOf({ world }: Call, { repository, scope }: Located): number {
	return world.get(imageCounts, scope, repository.id)?.count ?? 0
}

function count(call: Call, place: Located, change: number): void {
	const all = countOf(call, place) + change
	call.world.put(imageCounts, place.scope, place.repository.id, { count: all })
}

/** Every image of a repository, the oldest first. */
export function imagesOf({ world }: Pick<Call, 'world'>, { repository, scope }: Located) {
	const all = world.list(images, scope, { prefix: `${repository.id}/` })
	return all.sort((one, other) => one.pushedAt - other.pushedAt)
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
	count(call, place, -1)
}
