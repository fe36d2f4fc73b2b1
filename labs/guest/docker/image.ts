import { createHash } from 'node:crypto'
import { gzipSync } from 'fflate'
import { type TarFile, writeTar } from './tar.ts'

// https://github.com/opencontainers/image-spec; the forms that docker pushes. Dates are those of 1970, so that
// an image is named by what is in it.

export interface Layer {
	digest: string
	/** Of the archive before it is zipped. */
	diffId: string
	bytes: Uint8Array
}

export interface ImageConfig {
	Env: ReadonlyArray<string>
	Cmd?: ReadonlyArray<string>
	Entrypoint?: ReadonlyArray<string>
	WorkingDir: string
	User?: string
	ExposedPorts?: Readonly<Record<string, object>>
	Volumes?: Readonly<Record<string, object>>
	Labels?: Readonly<Record<string, string>>
	StopSignal?: string
}

export interface Image {
	/** Of its configuration: what docker calls the image's id. */
	id: string
	config: Uint8Array
	layers: ReadonlyArray<Layer>
	manifest: string
	/** Of the manifest: what the registry calls the image's digest. */
	digest: string
}

const CREATED = '1970-01-01T00:00:00Z'
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
const CONFIG = 'application/vnd.docker.container.image.v1+json'
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip'

export function sha256(bytes: string | Uint8Array): string {
	return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

export function layerOf(files: ReadonlyArray<TarFile>): Layer {
	const archive = writeTar(files)
	const bytes = gzipSync(archive, { mtime: 0 })
	return { digest: sha256(bytes), diffId: sha256(archive), bytes }
}

/** An image of layers; `history` tells what made them, in docker's words. */
export function imageOf(
	settings: ImageConfig,
	layers: ReadonlyArray<Layer>,
	history: ReadonlyArray<{ createdBy: string; isEmpty: boolean }>,
): Image {
	const config = Buffer.from(
		JSON.stringify({
			architecture: 'amd64',
			config: settings,
			created: CREATED,
			history: history.map(({ createdBy, isEmpty }) => ({
				created: CREATED,
				created_by: createdBy,
				...(isEmpty && { empty_layer: true }),
			})),
			os: 'linux',
			rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
		}),
	)
	const manifest = JSON.stringify({
		schemaVersion: 2,
		mediaType: MANIFEST,
		config: { mediaType: CONFIG, size: config.byteLength, digest: sha256(config) },
		layers: layers.map(({ digest, bytes }) => ({ mediaType: LAYER, size: bytes.byteLength, digest })),
	})
	return { id: sha256(config), config, layers, manifest, digest: sha256(manifest) }
}
