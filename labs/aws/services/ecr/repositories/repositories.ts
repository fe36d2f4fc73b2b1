import type {
	CreateRepositoryRequest,
	DeleteRepositoryRequest,
	DescribeRepositoriesRequest,
	EncryptionConfiguration,
} from '@aws-sdk/client-ecr'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { requireKey } from '../../kms/key-id.ts'
import {
	onRepository,
	registryHost,
	registryOf,
	repositoryAccess,
	repositoryArn,
	requireRepository,
} from '../arns.ts'
import {
	imageCounts,
	images,
	imageTags,
	layers,
	previews,
	type Repository,
	repositories,
} from '../collections.ts'
import { repositoryExists, repositoryNotEmpty } from '../ecr-error.ts'
import { countOf } from '../images/store.ts'
import { pageOf } from '../pages.ts'
import { assertFilters } from './mutability.ts'
import { readTags, tagContext } from './tags.ts'

/** AWS has 100,000 in a Region; the bound is ours. */
const REPOSITORIES_AT_MOST = 1_000

export const createRepository = operation<CreateRepositoryRequest, object>({
	access: (input, call) => repositoryAccess(call, 'CreateRepository', input, tagContext(input.tags)),
	run(input, call) {
		const { repositoryName: name = '', tags, imageScanningConfiguration, encryptionConfiguration } = input
		const scope = registryOf(call, input.registryId)
		if (call.world.get(repositories, scope, name)) throw repositoryExists(name, scope)
		if (call.world.list(repositories, scope).length >= REPOSITORIES_AT_MOST)
			throw new AwsError(
				'LimitExceededException',
				`A registry of this emulator has at most ${REPOSITORIES_AT_MOST} repositories`,
			)
		const { imageTagMutability = 'MUTABLE', imageTagMutabilityExclusionFilters = [] } = input
		assertFilters(imageTagMutability, imageTagMutabilityExclusionFilters)
		const repository: Repository = {
			id: call.ids.uuid(),
			name,
			arn: repositoryArn(scope, name),
			uri: `${registryHost(scope)}/${name}`,
			createdAt: call.now,
			mutability: imageTagMutability,
			exclusionFilters: imageTagMutabilityExclusionFilters,
			scanOnPush: imageScanningConfiguration?.scanOnPush ?? false,
			encryption: encryptionOf(call, encryptionConfiguration),
			tags: readTags(tags),
			hasLayers: false,
		}
		call.world.put(repositories, scope, name, repository)
		return { repository: describeRepository(scope.account, repository) }
	},
})

/** AWS's own key, `alias/aws/ecr`, unless one is given. What is kept is not sealed under it. */
function encryptionOf(
	call: Call,
	given: EncryptionConfiguration = { encryptionType: 'AES256' },
): EncryptionConfiguration {
	if (!given.encryptionType?.startsWith('KMS') || given.kmsKey !== undefined) return given
	return { ...given, kmsKey: requireKey(call, 'alias/aws/ecr').key.arn }
}

function describeRepository(registryId: string, repository: Readonly<Repository>) {
	const { name, arn, uri, createdAt, mutability, exclusionFilters, scanOnPush, encryption } = repository
	return {
		repositoryArn: arn,
		registryId,
		repositoryName: name,
		repositoryUri: uri,
		createdAt: new Date(createdAt),
		imageTagMutability: mutability,
		...(exclusionFilters.length > 0 && { imageTagMutabilityExclusionFilters: [...exclusionFilters] }),
		imageScanningConfiguration: { scanOnPush },
		encryptionConfiguration: encryption,
	}
}

export const describeRepositories = operation<DescribeRepositoriesRequest, object>({
	access: ({ registryId, repositoryNames }, call) =>
		(repositoryNames ?? ['*']).map((repositoryName) =>
			repositoryAccess(call, 'DescribeRepositories', {
				repositoryName,
				...(registryId !== undefined && { registryId }),
			}),
		),
	run({ registryId, repositoryNames, ...paging }, call) {
		const scope = registryOf(call, registryId)
		const described = (all: ReadonlyArray<Readonly<Repository>>) =>
			all.map((one) => describeRepository(scope.account, one))
		if (repositoryNames) {
			const found = repositoryNames.map(
				(repositoryName) => requireRepository(call, { repositoryName, registryId: scope.account }).repository,
			)
			return { repositories: described(found) }
		}
		const { page, ...more } = pageOf(call.world.list(repositories, scope), paging)
		return { repositories: described(page), ...more }
	},
})

/** Takes a repository away; one with images only when that is forced. */
export const deleteRepository = operation<DeleteRepositoryRequest, object>({
	access: onRepository('DeleteRepository'),
	run({ force, ...input }, call) {
		const { repository, scope } = requireRepository(call, input)
		const prefix = `${repository.id}/`
		if (countOf(call, { repository, scope }) > 0 && !force) throw repositoryNotEmpty(repository.name, scope)
		for (const kind of [images, imageTags, layers]) {
			for (const [id] of call.world.entries<object>(kind, scope, { prefix }))
				call.world.delete(kind, scope, id)
		}
		call.world.delete(previews, scope, repository.id)
		call.world.delete(imageCounts, scope, repository.id)
		call.world.delete(repositories, scope, repository.name)
		return { repository: describeRepository(scope.account, repository) }
	},
})
