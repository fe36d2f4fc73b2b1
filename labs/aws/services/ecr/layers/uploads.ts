import type {
	CompleteLayerUploadRequest,
	InitiateLayerUploadRequest,
	UploadLayerPartRequest,
} from '@aws-sdk/client-ecr'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { digestOf, joined } from '../../../world/slices.ts'
import { type Located, onRepository, requireRepository } from '../arns.ts'
import { layers, repositories, type Upload, uploads } from '../collections.ts'
import { imageKey } from '../images/store.ts'

/** What AWS tells clients: 10 MiB. */
const PART_BYTES = 10_485_760
/** Of one layer. AWS takes 42,000 parts of 20 MiB; the bound is ours. */
const LAYER_BYTES = 64 * 1024 * 1024
const PARTS_AT_MOST = 1_000
/** An upload that nobody completes is forgotten after a day. */
const UPLOAD_LIFE = 86_400_000

export const initiateLayerUpload = operation<InitiateLayerUploadRequest, object>({
	access: onRepository('InitiateLayerUpload'),
	run(input, call) {
		const { repository, scope } = requireRepository(call, input)
		const uploadId = call.ids.uuid()
		call.world.put(uploads, scope, uploadId, { repositoryId: repository.id, parts: [], size: 0 })
		call.schedule(call.now + UPLOAD_LIFE, `upload|${uploadId}`, scope)
		return { uploadId, partSize: PART_BYTES }
	},
})

function requireUpload({ world }: Call, { repository, scope }: Located, uploadId: string): Readonly<Upload> {
	const upload = world.get(uploads, scope, uploadId)
	if (upload?.repositoryId === repository.id) return upload
	throw new AwsError(
		'UploadNotFoundException',
		`The upload with id '${uploadId}' does not exist in the repository with name '${repository.name}' in the registry with id '${scope.account}'`,
	)
}

/** Takes the next part: parts come in order and leave no gaps. */
export const uploadLayerPart = operation<UploadLayerPartRequest, object>({
	access: onRepository('UploadLayerPart'),
	async run({ uploadId = '', partFirstByte = 0, partLastByte = 0, layerPartBlob, ...input }, call) {
		const place = requireRepository(call, input)
		const { repository, scope } = place
		const upload = requireUpload(call, place, uploadId)
		const bytes = layerPartBlob ?? new Uint8Array(0)
		if (partFirstByte !== upload.size || partLastByte - partFirstByte + 1 !== bytes.byteLength) {
			// The model's words for the error.
			throw new AwsError(
				'InvalidLayerPartException',
				'The layer part size is not valid, or the first byte specified is not consecutive to the last byte of a previous layer part upload.',
				400,
				{
					registryId: scope.account,
					repositoryName: repository.name,
					uploadId,
					lastValidByteReceived: upload.size - 1,
				},
			)
		}
		const size = upload.size + bytes.byteLength
		if (size > LAYER_BYTES || upload.parts.length >= PARTS_AT_MOST)
			throw new AwsError(
				'LimitExceededException',
				`A layer of this emulator has at most ${LAYER_BYTES} bytes`,
			)
		const parts = [...upload.parts, await call.blobs.put(bytes)]
		call.world.put(uploads, scope, uploadId, { ...upload, parts, size })
		return {
			registryId: scope.account,
			repositoryName: repository.name,
			uploadId,
			lastByteReceived: size - 1,
		}
	},
})

/** Makes what was uploaded a layer, when it is what its digest says. */
export const completeLayerUpload = operation<CompleteLayerUploadRequest, object>({
	access: onRepository('CompleteLayerUpload'),
	async run({ uploadId = '', layerDigests = [], ...input }, call) {
		const place = requireRepository(call, input)
		const { repository, scope } = place
		const upload = requireUpload(call, place, uploadId)
		if (upload.size === 0)
			throw new AwsError(
				'EmptyUploadException',
				'The specified layer upload does not contain any layer parts.',
			)
		const bytes = await joined(await Promise.all(upload.parts.map((part) => call.blobs.get(part))))
		const digest = `sha256:${await digestOf('sha256', bytes, 'hex')}`
		if (!layerDigests.includes(digest)) {
			// The wording is ours.
			throw new AwsError('InvalidLayerException', `The digest of the layer is ${digest}`)
		}
		if (call.world.get(layers, scope, imageKey(place, digest)))
			throw new AwsError(
				'LayerAlreadyExistsException',
				`The layer with digest '${digest}' already exists in the repository with name '${repository.name}' in the registry with id '${scope.account}'`,
			)
		await keepLayer(call, place, digest, bytes)
		call.world.delete(uploads, scope, uploadId)
		return { registryId: scope.account, repositoryName: repository.name, uploadId, layerDigest: digest }
	},
})

async function keepLayer(call: Call, place: Located, digest: string, bytes: Uint8Array): Promise<void> {
	const { repository, scope } = place
	const blob = await call.blobs.put(bytes)
	call.world.put(layers, scope, imageKey(place, digest), { digest, blob, size: bytes.byteLength })
	if (!repository.hasLayers)
		call.world.put(repositories, scope, repository.name, { ...repository, hasLayers: true })
}

/** Forgets an upload that was never completed. */
export function forgetUpload({ world, scope }: Call, uploadId: string): void {
	world.delete(uploads, scope, uploadId)
}
