import { AwsError } from '../../../aws-error.ts'
import { type HttpResponse, type ParsedRequest, utf8 } from '../../../wire/protocols/message.ts'
import { uploads } from '../collections.ts'
import { answer, refusal, told } from './answers.ts'
import type { RegistryCaller } from './registry-caller.ts'
import type { RegistryRequest } from './registry-request.ts'

type Named = Extract<RegistryRequest, { reference: string }>

/** Answers a request of somebody who is known: each is one or two of the API's operations, asked under the caller's rights. */
export async function serveRegistry(
	caller: RegistryCaller,
	request: ParsedRequest,
	asked: RegistryRequest,
): Promise<HttpResponse> {
	try {
		return (
			(await new Registry(caller, request).serve(asked)) ??
			refusal(405, 'UNSUPPORTED', 'not a method of this')
		)
	} catch (error) {
		if (error instanceof AwsError) return told(error)
		throw error
	}
}

class Registry {
	readonly #caller: RegistryCaller
	readonly #request: ParsedRequest

	constructor(caller: RegistryCaller, request: ParsedRequest) {
		this.#caller = caller
		this.#request = request
	}

	async serve(asked: RegistryRequest): Promise<HttpResponse | undefined> {
		const { method } = this.#request
		if (asked.kind === 'base') return method === 'GET' ? answer(200) : undefined
		if (asked.kind === 'tags') return method === 'GET' ? this.#tags(asked.repositoryName) : undefined
		if (asked.kind === 'upload') return this.#upload(asked)
		const isRead = method === 'GET' || method === 'HEAD'
		if (asked.kind === 'blob') return isRead ? this.#blob(asked) : undefined
		if (isRead) return this.#manifest(asked)
		return method === 'PUT' ? this.#putManifest(asked) : undefined
	}

	#ask<Output>(operation: string, input: object): Promise<Output> {
		const { sandbox, principal, scope } = this.#caller
		const userAgent = this.#request.headers['user-agent']
		const about = { principal, scope, service: 'ecr', operation, ...(userAgent && { userAgent }) }
		return sandbox.call({ ...about, input }) as Promise<Output>
	}

	async #tags(repositoryName: string): Promise<HttpResponse> {
		const tags: Array<string> = []
		for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
			const input = { repositoryName, filter: { tagStatus: 'TAGGED' }, maxResults: 1000, nextToken }
			const page = await this.#ask<{ imageIds: Array<{ imageTag: string }>; nextToken?: string }>(
				'ListImages',
				input,
			)
			tags.push(...page.imageIds.map(({ imageTag }) => imageTag))
			nextToken = page.nextToken
		}
		const body = utf8(JSON.stringify({ name: repositoryName, tags: tags.sort() }))
		return answer(200, { 'content-type': 'application/json' }, body)
	}

	async #blob({ repositoryName, reference: layerDigest }: Named): Promise<HttpResponse> {
		const headers = { 'content-type': 'application/octet-stream', 'docker-content-digest': layerDigest }
		if (this.#request.method === 'HEAD') {
			const { layers } = await this.#ask<{ layers: Array<{ layerSize?: number }> }>(
				'BatchCheckLayerAvailability',
				{ repositoryName, layerDigests: [layerDigest] },
			)
			const size = layers[0]?.layerSize
			if (size === undefined) return refusal(404, 'BLOB_UNKNOWN', 'blob unknown to registry')
			return answer(200, { ...headers, 'content-length': String(size) })
		}
		const { bytes } = await this.#ask<{ bytes: Uint8Array }>('GetLayer', { repositoryName, layerDigest })
		return answer(200, headers, bytes)
	}

	async #manifest({ repositoryName, reference }: Named): Promise<HttpResponse> {
		const imageId = reference.startsWith('sha256:') ? { imageDigest: reference } : { imageTag: reference }
		const { images } = await this.#ask<{ images: Array<Found> }>('BatchGetImage', {
			repositoryName,
			imageIds: [imageId],
		})
		const [image] = images
		if (!image) return refusal(404, 'MANIFEST_UNKNOWN', 'Requested image not found')
		const body = utf8(image.imageManifest)
		return answer(
			200,
			{
				'content-type': image.imageManifestMediaType,
				'docker-content-digest': image.imageId.imageDigest,
				'content-length': String(body.byteLength),
			},
			body,
		)
	}

	async #putManifest({ repositoryName, reference }: Named): Promise<HttpResponse> {
		const { body, headers } = this.#request
		if (body.byteLength > MANIFEST_BYTES) return refusal(413, 'SIZE_INVALID', 'the manifest is too large')
		const isDigest = reference.startsWith('sha256:')
		const input = {
			repositoryName,
			imageManifest: Buffer.from(body).toString('utf8'),
			...(headers['content-type'] && { imageManifestMediaType: headers['content-type'] }),
			...(isDigest ? { imageDigest: reference } : { imageTag: reference }),
		}
		const digest = await this.#put(input)
		const location = `/v2/${repositoryName}/manifests/${digest}`
		return answer(201, { location, 'docker-content-digest': digest })
	}

	/** One that is there already is what was asked for. */
	async #put(input: { repositoryName: string; imageDigest?: string; imageTag?: string }): Promise<string> {
		try {
			const { image } = await this.#ask<{ image: Found }>('PutImage', input)
			return image.imageId.imageDigest
		} catch (error) {
			if (!(error instanceof AwsError) || error.code !== 'ImageAlreadyExistsException') throw error
			return /sha256:[a-f0-9]{64}/.exec(error.message)?.[0] ?? ''
		}
	}

	async #upload({ repositoryName, reference: uploadId }: Named): Promise<HttpResponse | undefined> {
		const { method, query, body } = this.#request
		if (method === 'POST' && uploadId === '') {
			const made = await this.#ask<{ uploadId: string }>('InitiateLayerUpload', { repositoryName })
			return this.#uploading(repositoryName, made.uploadId)
		}
		if (method !== 'PATCH' && method !== 'PUT') return
		if (body.byteLength > 0) await this.#part(repositoryName, uploadId, body)
		if (method === 'PATCH') return this.#uploading(repositoryName, uploadId)
		const digest = query.find(([key]) => key === 'digest')?.[1] ?? ''
		try {
			await this.#ask('CompleteLayerUpload', { repositoryName, uploadId, layerDigests: [digest] })
		} catch (error) {
			if (!(error instanceof AwsError) || error.code !== 'LayerAlreadyExistsException') throw error
		}
		const location = `/v2/${repositoryName}/blobs/${digest}`
		return answer(201, { location, 'docker-content-digest': digest })
	}

	#received(uploadId: string): number {
		const { sandbox, scope } = this.#caller
		return sandbox.world.get(uploads, scope, uploadId)?.size ?? 0
	}

	async #part(repositoryName: string, uploadId: string, layerPartBlob: Uint8Array): Promise<void> {
		const partFirstByte = this.#received(uploadId)
		const partLastByte = partFirstByte + layerPartBlob.byteLength - 1
		const part = { partFirstByte, partLastByte, layerPartBlob }
		await this.#ask('UploadLayerPart', { repositoryName, uploadId, ...part })
	}

	#uploading(repositoryName: string, uploadId: string): HttpResponse {
		const received = this.#received(uploadId)
		return answer(202, {
			location: `/v2/${repositoryName}/blobs/uploads/${uploadId}`,
			'docker-upload-uuid': uploadId,
			range: `0-${Math.max(0, received - 1)}`,
		})
	}
}

/** As the API takes it. */
const MANIFEST_BYTES = 4 * 1024 * 1024

interface Found {
	imageId: { imageDigest: string }
	imageManifest: string
	imageManifestMediaType: string
}
