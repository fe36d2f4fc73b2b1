import { z } from 'zod'
import { invalidParameter } from '../ecr-error.ts'

// https://github.com/opencontainers/image-spec/blob/main/manifest.md, and Docker's forms of the same

const DIGEST = /^sha256:[a-f0-9]{64}$/
/** Layers, and images of an index; all bounds are ours. */
const LAYERS_AT_MOST = 1_000
const IMAGES_AT_MOST = 100
/** Values that a manifest may hold: to read more than that takes too long at once. */
const COMMAS_AT_MOST = 20_000
const CONTAINERS_AT_MOST = 5_000

const descriptor = z.object({
	mediaType: z.string().max(255).optional(),
	digest: z.string().regex(DIGEST),
	size: z.number().int().min(0).optional(),
})
const manifestSchema = z.object({
	schemaVersion: z.literal(2).optional(),
	mediaType: z.string().max(255).optional(),
	config: descriptor.optional(),
	layers: z.array(descriptor).max(LAYERS_AT_MOST).optional(),
	manifests: z.array(descriptor).max(IMAGES_AT_MOST).optional(),
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
	assertReadable(text)
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

/** Before it is parsed: a manifest of a million numbers is read for longer than anybody may wait. */
function assertReadable(text: string): void {
	const hasMore = (mark: string, most: number) => text.split(mark, most + 2).length > most + 1
	const isLarge =
		hasMore(',', COMMAS_AT_MOST) || hasMore('{', CONTAINERS_AT_MOST) || hasMore('[', CONTAINERS_AT_MOST)
	if (isLarge) throw invalidParameter('ImageManifest', 'Invalid image manifest provided')
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		// As moto has it from AWS.
		throw invalidParameter('ImageManifest', 'Invalid JSON syntax')
	}
}
