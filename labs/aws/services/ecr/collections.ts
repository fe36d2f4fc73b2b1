import type {
	EncryptionConfiguration,
	ImageScanFinding,
	ImageTagMutability,
	ImageTagMutabilityExclusionFilter,
	LifecyclePolicyPreviewResult,
} from '@aws-sdk/client-ecr'
import type { Principal } from '../../identity/principal.ts'
import { collection } from '../../world/world.ts'
import type { Tags } from '../iam/collections.ts'

export interface Repository {
	/** What belongs to the repository is kept by it: names have slashes. */
	id: string
	name: string
	arn: string
	uri: string
	createdAt: number
	mutability: ImageTagMutability
	exclusionFilters: ReadonlyArray<ImageTagMutabilityExclusionFilter>
	scanOnPush: boolean
	encryption: EncryptionConfiguration
	/** JSON text. */
	policy?: string
	lifecycle?: { text: string; evaluatedAt: number }
	tags: Tags
	/** Whether a layer was ever uploaded: only then can one be missing. */
	hasLayers: boolean
}

export interface Image {
	/** `sha256:…` of the manifest as it was sent. */
	digest: string
	/** Name of the blob of the manifest. */
	manifest: string
	mediaType: string
	configMediaType?: string
	/** Digests of the images that it lists, when it is an index. */
	lists: ReadonlyArray<string>
	/** Of its layers and its configuration, in bytes. */
	size: number
	pushedAt: number
	pulledAt?: number
	/** In the order in which they were given. */
	tags: ReadonlyArray<string>
	scan?: Scan
}

export interface Scan {
	startedAt: number
	completedAt?: number
	findings: ReadonlyArray<ImageScanFinding>
}

export interface Layer {
	digest: string
	/** Name of the blob of its bytes. */
	blob: string
	size: number
}

/** A layer that is being uploaded. */
export interface Upload {
	repositoryId: string
	/** Names of the blobs of its parts, in order. */
	parts: ReadonlyArray<string>
	size: number
}

/** Id: the name. */
export const repositories = collection<Repository>('ecr', 'repositories')
/** Id: `repository/digest`. */
export const images = collection<Image>('ecr', 'images')
/** How many images a repository has. Id: the repository's. */
export const imageCounts = collection<{ count: number }>('ecr', 'image-counts')
/** What a tag names. Id: `repository/tag`. */
export const imageTags = collection<{ digest: string }>('ecr', 'tags')
/** Id: `repository/digest`. */
export const layers = collection<Layer>('ecr', 'layers')
/** Id: the upload's. */
export const uploads = collection<Upload>('ecr', 'uploads')
/** What is to be found in an image when it is scanned. Id: the image's digest. */
export const knownFindings = collection<{ findings: ReadonlyArray<ImageScanFinding> }>('ecr', 'findings')

export interface Preview {
	text: string
	results: ReadonlyArray<Omit<LifecyclePolicyPreviewResult, 'imagePushedAt'> & { pushedAt: number }>
}
/** Id: the repository's. */
export const previews = collection<Preview>('ecr', 'previews')

/** A password of the registry, and for whom it speaks. */
export interface Login {
	password: string
	principal: Principal
	/** Virtual time, epoch milliseconds. */
	expiresAt: number
}
/** The newest passwords of an account and Region. Id: `only`. */
export const logins = collection<{ passwords: ReadonlyArray<Login> }>('ecr', 'logins')

/** Id: `only`. */
export const registryPolicies = collection<{ policyText: string }>('ecr', 'registry-policies')
