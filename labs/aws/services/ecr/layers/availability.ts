import type { BatchCheckLayerAvailabilityRequest, GetDownloadUrlForLayerRequest } from '@aws-sdk/client-ecr'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { onRepository, requireRepository } from '../arns.ts'
import { layers } from '../collections.ts'
import { imageKey } from '../images/store.ts'

const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip'

/** Which layers a push needs not send. */
export const batchCheckLayerAvailability = operation<BatchCheckLayerAvailabilityRequest, object>({
	access: onRepository('BatchCheckLayerAvailability'),
	run({ layerDigests = [], ...input }, call) {
		const place = requireRepository(call, input)
		const known: Array<object> = []
		const failures: Array<object> = []
		for (const layerDigest of layerDigests) {
			if (!/^sha256:[a-f0-9]{64}$/.test(layerDigest)) {
				const failureReason = 'Invalid request parameters: layer digest is not valid'
				failures.push({ layerDigest, failureCode: 'InvalidLayerDigest', failureReason })
				continue
			}
			const layer = call.world.get(layers, place.scope, imageKey(place, layerDigest))
			known.push({
				layerDigest,
				layerAvailability: layer ? 'AVAILABLE' : 'UNAVAILABLE',
				...(layer && { layerSize: layer.size, mediaType: LAYER }),
			})
		}
		return { layers: known, failures }
	},
})

/** What IAM is asked when a layer is pulled, and its bytes. The API answers an address; the registry's face has no other use for it. */
export const getLayer = operation<GetDownloadUrlForLayerRequest, { bytes: Uint8Array }>({
	access: onRepository('GetDownloadUrlForLayer'),
	async run({ layerDigest = '', ...input }, call) {
		const place = requireRepository(call, input)
		const layer = call.world.get(layers, place.scope, imageKey(place, layerDigest))
		if (!layer) {
			const { repository, scope } = place
			throw new AwsError(
				'LayersNotFoundException',
				`The layer with digest '${layerDigest}' does not exist in the repository with name '${repository.name}' in the registry with id '${scope.account}'`,
			)
		}
		return { bytes: await call.blobs.get(layer.blob) }
	},
})
