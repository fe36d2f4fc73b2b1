import type {
	BatchGetImageRequest,
	DescribeImagesRequest,
	ImageFailureCode,
	ImageIdentifier,
	ListImagesRequest,
} from '@aws-sdk/client-ecr'
import { operation } from '../../../service.ts'
import { type Located, onRepository, requireRepository } from '../arns.ts'
import type { Image } from '../collections.ts'
import { pageOf } from '../pages.ts'
import { severityCounts } from './events.ts'
import { findImage, imagesOf, putImageDocument, requireImage } from './store.ts'

/** AWS writes when an image was last pulled once a day at most. */
const DAY = 86_400_000

export const describeImages = operation<DescribeImagesRequest, object>({
	access: onRepository('DescribeImages'),
	run({ imageIds, filter, maxResults, nextToken, ...input }, call) {
		const place = requireRepository(call, input)
		if (imageIds) {
			const found = new Map(
				imageIds.map((id) => requireImage(call, place, id)).map((image) => [image.digest, image]),
			)
			return { imageDetails: [...found.values()].map((image) => describeImage(place, image)) }
		}
		const fitting = imagesOf(call, place).filter((image) => fits(image, filter?.tagStatus))
		const { page, ...more } = pageOf(fitting, { maxResults, nextToken })
		return { imageDetails: page.map((image) => describeImage(place, image)), ...more }
	},
})

function fits({ tags }: Readonly<Image>, tagStatus: string | undefined): boolean {
	if (tagStatus === 'TAGGED') return tags.length > 0
	return tagStatus === 'UNTAGGED' ? tags.length === 0 : true
}

function describeImage({ repository, scope }: Located, image: Readonly<Image>) {
	const { digest, tags, size, pushedAt, pulledAt, mediaType, configMediaType, scan } = image
	return {
		registryId: scope.account,
		repositoryName: repository.name,
		imageDigest: digest,
		...(tags.length > 0 && { imageTags: [...tags] }),
		imageSizeInBytes: size,
		imagePushedAt: new Date(pushedAt),
		...(scan && { imageScanStatus: { status: scan.completedAt === undefined ? 'IN_PROGRESS' : 'COMPLETE' } }),
		...(scan?.completedAt !== undefined && {
			imageScanFindingsSummary: {
				imageScanCompletedAt: new Date(scan.completedAt),
				vulnerabilitySourceUpdatedAt: new Date(scan.completedAt),
				findingSeverityCounts: severityCounts(scan.findings),
			},
		}),
		imageManifestMediaType: mediaType,
		...(configMediaType !== undefined && { artifactMediaType: configMediaType }),
		...(pulledAt !== undefined && { lastRecordedPullTime: new Date(pulledAt) }),
		imageStatus: 'ACTIVE',
	}
}

export const listImages = operation<ListImagesRequest, object>({
	access: onRepository('ListImages'),
	run({ filter, maxResults, nextToken, ...input }, call) {
		const place = requireRepository(call, input)
		const ids = imagesOf(call, place)
			.filter((image) => fits(image, filter?.tagStatus))
			.flatMap(({ digest, tags }): Array<ImageIdentifier> => {
				if (tags.length === 0) return [{ imageDigest: digest }]
				return tags.map((imageTag) => ({ imageDigest: digest, imageTag }))
			})
		const { page, ...more } = pageOf(ids, { maxResults, nextToken })
		return { imageIds: page, ...more }
	},
})

/** Manifests as they were sent; what is not there is told beside them. */
export const batchGetImage = operation<BatchGetImageRequest, object>({
	access: onRepository('BatchGetImage'),
	async run({ imageIds = [], ...input }, call) {
		const place = requireRepository(call, input)
		const found: Array<object> = []
		const failures: Array<object> = []
		for (const id of imageIds) {
			const failure = failureOf(id)
			const image = failure ? undefined : findImage(call, place, id)
			if (!image) {
				failures.push(failure ?? { imageId: id, failureCode: 'ImageNotFound', failureReason: NOT_FOUND })
				continue
			}
			const isRecent = image.pulledAt !== undefined && call.now - image.pulledAt < DAY
			if (!isRecent) putImageDocument(call, place, { ...image, pulledAt: call.now })
			found.push({
				registryId: place.scope.account,
				repositoryName: place.repository.name,
				imageId: { imageDigest: image.digest, ...(id.imageTag !== undefined && { imageTag: id.imageTag }) },
				imageManifest: Buffer.from(await call.blobs.get(image.manifest)).toString('utf8'),
				imageManifestMediaType: image.mediaType,
			})
		}
		return { images: found, failures }
	},
})

/** As moto's tests have them from AWS. */
const NOT_FOUND = 'Requested image not found'

/** What is wrong with an id by itself. */
export function failureOf(
	imageId: ImageIdentifier,
): { imageId: ImageIdentifier; failureCode: ImageFailureCode; failureReason: string } | undefined {
	const { imageDigest, imageTag } = imageId
	if (imageDigest === undefined && imageTag === undefined)
		return {
			imageId,
			failureCode: 'MissingDigestAndTag',
			failureReason: 'Invalid request parameters: both tag and digest cannot be null',
		}
	if (imageDigest !== undefined && !/^[\w+.-]+:[a-fA-F0-9]+$/.test(imageDigest))
		return {
			imageId,
			failureCode: 'InvalidImageDigest',
			failureReason:
				"Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
		}
}
