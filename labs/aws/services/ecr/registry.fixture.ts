import { createHash } from 'node:crypto'
import {
	BatchCheckLayerAvailabilityCommand,
	CompleteLayerUploadCommand,
	CreateRepositoryCommand,
	ECRClient,
	InitiateLayerUploadCommand,
	PutImageCommand,
	UploadLayerPartCommand,
} from '@aws-sdk/client-ecr'
import { openPeople } from '../../people.fixture.ts'
import { busEvents } from '../events/bus.ts'

// What the tests of the registry start from: a repository, and somebody who pushes to it.

export const ACCOUNT = '111122223333'
export const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
export const SHOP = { repositoryName: 'atelier/boutique' }
export const DAY = 86_400_000

export function digestOf(bytes: string | Uint8Array): string {
	return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** A manifest of one layer, whose text is its content. */
export function manifestOf(text: string): string {
	const descriptor = (mediaType: string, bytes: string) => ({
		mediaType,
		size: Buffer.byteLength(bytes),
		digest: digestOf(bytes),
	})
	return JSON.stringify({
		schemaVersion: 2,
		mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
		config: descriptor('application/vnd.docker.container.image.v1+json', '{}'),
		layers: [descriptor('application/vnd.docker.image.rootfs.diff.tar.gzip', text)],
	})
}

export async function openRegistry() {
	const people = await openPeople()
	const { sandbox } = people
	const ecr = new ECRClient(people.root)
	await ecr.send(new CreateRepositoryCommand(SHOP))

	/** Uploads a layer, as docker does: in parts, unless it is there. */
	async function upload(bytes: Uint8Array, client = ecr): Promise<string> {
		const layerDigest = digestOf(bytes)
		const asked = { ...SHOP, registryId: ACCOUNT }
		const { layers } = await client.send(
			new BatchCheckLayerAvailabilityCommand({ ...asked, layerDigests: [layerDigest] }),
		)
		if (layers?.[0]?.layerAvailability === 'AVAILABLE') return layerDigest
		const { uploadId } = await client.send(new InitiateLayerUploadCommand(asked))
		const middle = Math.ceil(bytes.byteLength / 2)
		for (const [from, to] of [
			[0, middle],
			[middle, bytes.byteLength],
		] as const) {
			if (from === to) continue
			const part = { partFirstByte: from, partLastByte: to - 1, layerPartBlob: bytes.subarray(from, to) }
			await client.send(new UploadLayerPartCommand({ ...asked, uploadId, ...part }))
		}
		await client.send(new CompleteLayerUploadCommand({ ...asked, uploadId, layerDigests: [layerDigest] }))
		return layerDigest
	}
	/** Pushes an image whose one layer is a text; answers its digest. */
	async function push(text: string, imageTag?: string, client = ecr): Promise<string> {
		for (const layer of ['{}', text]) await upload(Buffer.from(layer), client)
		const { image } = await client.send(
			new PutImageCommand({ ...SHOP, registryId: ACCOUNT, imageManifest: manifestOf(text), imageTag }),
		)
		return image?.imageId?.imageDigest ?? ''
	}
	/** Details of the events so far, of one kind. */
	function events(kind = 'ECR Image Action') {
		return sandbox.world
			.list(busEvents, SCOPE)
			.filter((event) => event['detail-type'] === kind)
			.map(({ detail }) => detail as Readonly<Record<string, unknown>>)
	}
	async function pass(milliseconds: number): Promise<void> {
		await sandbox.setClock({ jumpTo: sandbox.now() + milliseconds })
	}
	return { ...people, ecr, upload, push, events, pass }
}
