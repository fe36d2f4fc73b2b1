import { z } from 'zod'
import { invalidParameter } from '../ecr-error.ts'

// https://github.com/opencontainers/image-spec/blob/main/manifest.md, and Docker's forms of the same

const DIGEST = /^sha256:[a-f0-9]{64}$/
/** Layers, or images of an index; the bound is ours. */
const ENTRIES_AT_MOST = 1_000

const descriptor = z.object({
	mediaType: z.string().max(255).optional(),
	digest: z.string().regex(DIGEST),
	size: z.number().int().min(0).optional(),
})
const manifestSchema = z.object({
	schemaVersion: z.literal(2).optional(),
	mediaType: z.string().max(255).optional(),
	config: descriptor.optional(),
	layers: z.array(descriptor).max(ENTRIES_AT_MOST).optional(),
	manifests: z.array(descriptor).max(ENTRIES_AT_MOST).optional(),
})

export interface Manifest {
	mediaType?: string
	configMediaType?: string
	/** Digests of its layers and of its configuration. */
	blobs: ReadonlyArray<string>
	/** Digests of the images that it lists. */
	lists: ReadonlyArray<string>
	/** What its descriptors say of their sizes, in bytes. */
	size: number
}

/** Reads a manifest of an image, or of a list of them. Throws InvalidParameterException. */
export function readManifest(text: string): Manifest {
	const parsed = manifestSchema.safeParse(parseJson(text))
	// The wording of the constraint is ours.
	if (!parsed.success) throw invalidParameter('ImageManifest', 'Invalid image manifest provided')
	const { mediaType, config, layers = [], manifests = [] } = parsed.data
	const blobs = [...(config ? [config] : []), ...layers]
	return {
		...(mediaType !== undefined && { mediaType }),
		...(config?.mediaType !== undefined && { configMediaType: config.mediaType }),
		blobs: blobs.map(({ digest }) => digest),
		lists: manifests.map(({ digest }) => digest),
		size: blobs.reduce((sum, { size = 0 }) => sum + size, 0),
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		// As moto has it from AWS.
		throw invalidParameter('ImageManifest', 'Invalid JSON syntax')
	}
}
