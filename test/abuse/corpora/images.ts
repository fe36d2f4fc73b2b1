import { DockerfileError, expand, parseDockerfile } from '#labs/guest/docker/dockerfile.ts'
import type { Target } from '../target.ts'
import { abuse } from './abuse.ts'

// What the registry reads, each as large as it is taken; and Dockerfiles, which a build reads.

const MANIFEST_BYTES = 4 * 1024 ** 2
const POLICY_BYTES = 30_720
const SHOP = { repositoryName: 'shop' }

/** As many units as there is room for between two texts. */
function filled(before: string, unit: string, after: string, most: number): string {
	return before + unit.repeat(Math.floor((most - before.length - after.length) / unit.length)) + after
}

function manifest(name: string, imageManifest: string) {
	return abuse(`a manifest ${name}`, 400, async (target: Target) => {
		await target.call('ecr', 'CreateRepository', SHOP)()
		return target.call('ecr', 'PutImage', { ...SHOP, imageManifest })
	})
}

const DIGEST = `sha256:${'a'.repeat(64)}`

export const manifests = [
	manifest('of many numbers', filled('{"manifests":[', '1,', '1]}', MANIFEST_BYTES)),
	manifest('of many empty layers', filled('{"layers":[', '{},', '{}]}', MANIFEST_BYTES)),
	manifest('of one long name', filled('{"mediaType":"', 'a', '"}', MANIFEST_BYTES)),
	manifest('that nests', '['.repeat(MANIFEST_BYTES / 2) + ']'.repeat(MANIFEST_BYTES / 2)),
	manifest(
		'of more layers than one may have',
		filled('{"layers":[', `{"digest":"${DIGEST}"},`, `{"digest":"${DIGEST}"}]}`, MANIFEST_BYTES / 20),
	),
]

const rule = (priority: number, selection: object) => ({
	rulePriority: priority,
	selection: { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 1, ...selection },
	action: { type: 'expire' },
})
/** Patterns that back up at every character of a tag of their own letter. */
const BACKING_UP = Array.from({ length: 100 }, (_, at) => `*${'a'.repeat(20)}*${'a'.repeat(20)}*${at}*`)
const OCI = 'application/vnd.oci.image.manifest.v1+json'
const TAG = 'a'.repeat(120)

function lifecycle(name: string, lifecyclePolicyText: string, outcome: number) {
	return abuse(`a lifecycle policy ${name}`, outcome, async (target: Target) => {
		await target.call('ecr', 'CreateRepository', SHOP)()
		for (let at = 0; at < 100; at++) {
			const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: OCI, annotations: { at } })
			await target.call('ecr', 'PutImage', { ...SHOP, imageManifest, imageTag: `${TAG}${at}` })()
		}
		return target.call('ecr', 'StartLifecyclePolicyPreview', { ...SHOP, lifecyclePolicyText })
	})
}

export const lifecyclePolicies = [
	lifecycle(
		'of patterns that back up',
		JSON.stringify({ rules: [1, 2, 3].map((at) => rule(at, { tagPatternList: BACKING_UP })) }),
		200,
	),
	lifecycle('of many wrong rules', filled('{"rules":[', '{},', '{}]}', POLICY_BYTES), 400),
	lifecycle('that nests', filled('{"rules":[', '[', ']', POLICY_BYTES), 400),
]

const CHARACTERS = 256 * 1024

function dockerfile(name: string, text: string) {
	return abuse(`a Dockerfile ${name}`, true, () => () => {
		try {
			const { stages } = parseDockerfile(text)
			const values: Record<string, string> = {}
			for (const { text: pair, line } of stages.flatMap(({ instructions }) => instructions)) {
				const [key = '', value = ''] = pair.split('=')
				values[key] = expand(value, values, line)
			}
		} catch (error) {
			return error instanceof DockerfileError
		}
		return true
	})
}

export const dockerfiles = [
	dockerfile('of many instructions', `FROM x\n${'RUN a\n'.repeat(CHARACTERS / 6 - 2)}`),
	dockerfile('of one line that goes on', `FROM x\nRUN a${' \\\n a'.repeat(CHARACTERS / 5 - 4)}`),
	dockerfile('of many comments', `FROM x\n${'#\n'.repeat(CHARACTERS / 2 - 8)}`),
	dockerfile('of many flags', `FROM x\nRUN ${'--a=b '.repeat(CHARACTERS / 6 - 4)}`),
	dockerfile('of many blanks', `FROM x\nRUN${' '.repeat(CHARACTERS - 16)}a`),
	dockerfile(
		'whose variables double',
		`FROM x\nENV A=aaaaaaaa\n${Array.from({ length: 400 }, () => 'ENV A=$A$A\n').join('')}`,
	),
]
