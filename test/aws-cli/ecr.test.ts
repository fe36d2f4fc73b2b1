import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'

// The registry by the CLI: an image that is tagged again by its manifest, as the guide has it.

const TIMEOUT_MS = 60_000
const { aws, json, directory } = await startCli({ signed: true })
const SHOP = ['--repository-name', 'atelier/boutique']
const MANIFEST = {
	schemaVersion: 2,
	mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
	config: {
		mediaType: 'application/vnd.docker.container.image.v1+json',
		size: 2,
		digest: `sha256:${'a'.repeat(64)}`,
	},
	layers: [],
}

test('an image is put, tagged again, described and deleted', { timeout: TIMEOUT_MS }, async () => {
	const made = await json('ecr', 'create-repository', ...SHOP, '--image-tag-mutability', 'IMMUTABLE')
	expect(made.repository.repositoryUri).toMatch(/\.dkr\.ecr\.eu-west-3\.amazonaws\.com\/atelier\/boutique$/)
	await writeFile(join(directory, 'manifest.json'), JSON.stringify(MANIFEST))
	const put = ['ecr', 'put-image', ...SHOP, '--image-manifest', 'file://manifest.json', '--image-tag']
	const { image } = await json(...(put as [string]), 'v1')
	const digest = image.imageId.imageDigest
	await json(...(put as [string]), 'v2')
	const { imageDetails } = await json('ecr', 'describe-images', ...SHOP)
	expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['v1', 'v2'] }])
	const { stdout } = await aws('ecr', 'get-login-password')
	expect(stdout.trim()).toMatch(/^ASIA[A-Z2-7]{16}[\w-]{43}$/)
	const gone = await json('ecr', 'batch-delete-image', ...SHOP, '--image-ids', `imageDigest=${digest}`)
	expect(gone.imageIds).toHaveLength(2)
	const account = made.repository.registryId
	const missing = await aws('ecr', 'describe-images', ...SHOP, '--image-ids', 'imageTag=v1')
	expect(missing).toEqual(
		refusal(
			'ImageNotFoundException',
			'DescribeImages',
			`The image with imageId {imageDigest:'null', imageTag:'v1'} does not exist within the repository with name 'atelier/boutique' in the registry with id '${account}'`,
		),
	)
})
