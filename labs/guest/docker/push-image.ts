import { type ClientSettings, send } from '../../shell/commands/aws/clients.ts'
import type { Image } from './image.ts'
import type { Reference } from './references.ts'

/** Bytes of a layer that go in one call. */
const PART_BYTES = 5 * 1024 * 1024

interface Target {
	settings: ClientSettings
	registryId: string
	reference: Reference
}

/**
 * Pushes an image as docker does: layers that are not there, then the manifest under its
 * tag. Answers what docker prints. Throws the SDK's error.
 */
export async function pushImage(image: Image, target: Target): Promise<string> {
	const { reference } = target
	const lines = [`The push refers to repository [${reference.host}/${reference.path}]`]
	for (const { digest, bytes, diffId } of image.layers) {
		const isNew = await pushLayer(target, digest, bytes)
		lines.push(`${diffId.slice('sha256:'.length, 19)}: ${isNew ? 'Pushed' : 'Layer already exists'}`)
	}
	await pushLayer(target, configDigest(image), image.config)
	await putManifest(image, target)
	lines.push(`${reference.tag}: digest: ${image.digest} size: ${Buffer.byteLength(image.manifest)}`)
	return `${lines.join('\n')}\n`
}

function configDigest({ manifest }: Image): string {
	return (JSON.parse(manifest) as { config: { digest: string } }).config.digest
}

/** An image that is there under its tag already is what was asked for. */
async function putManifest({ manifest }: Image, { settings, registryId, reference }: Target): Promise<void> {
	const place = { registryId, repositoryName: reference.path }
	try {
		await send('ecr', 'PutImage', { ...place, imageManifest: manifest, imageTag: reference.tag }, settings)
	} catch (error) {
		if ((error as Error).name !== 'ImageAlreadyExistsException') throw error
	}
}

async function pushLayer(
	{ settings, registryId, reference }: Target,
	layerDigest: string,
	bytes: Uint8Array,
): Promise<boolean> {
	const place = { registryId, repositoryName: reference.path }
	const ask = (operation: string, input: object) => send('ecr', operation, { ...place, ...input }, settings)
	const { layers } = (await ask('BatchCheckLayerAvailability', { layerDigests: [layerDigest] })) as {
		layers?: Array<{ layerAvailability?: string }>
	}
	if (layers?.[0]?.layerAvailability === 'AVAILABLE') return false
	const { uploadId } = await ask('InitiateLayerUpload', {})
	for (let from = 0; from < bytes.byteLength; from += PART_BYTES) {
		const layerPartBlob = bytes.subarray(from, from + PART_BYTES)
		const partLastByte = from + layerPartBlob.byteLength - 1
		await ask('UploadLayerPart', { uploadId, partFirstByte: from, partLastByte, layerPartBlob })
	}
	await ask('CompleteLayerUpload', { uploadId, layerDigests: [layerDigest] })
	return true
}
