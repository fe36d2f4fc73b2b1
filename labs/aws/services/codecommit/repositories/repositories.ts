import type {
	BatchGetRepositoriesInput,
	CreateRepositoryInput,
	DeleteRepositoryInput,
	GetRepositoryInput,
	ListRepositoriesInput,
	UpdateRepositoryDescriptionInput,
	UpdateRepositoryEncryptionKeyInput,
	UpdateRepositoryNameInput,
} from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { onNothing, onRepository, repositoryAccess, repositoryArn } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import {
	counters,
	packLists,
	type Repository,
	references,
	repositories,
	repositoryNames,
	repositoryPlaces,
	triggerConfigurations,
} from '../collections.ts'
import { pageOf } from '../pages.ts'
import { removePullRequests } from '../pull-requests/store.ts'
import { disassociateAll } from '../pull-requests/template-associations.ts'
import { emitRepositoryState } from '../refs/events.ts'
import { encryptionKey } from './encryption-key.ts'
import { assertName, putRepository, requireRepository } from './find.ts'
import { withTags } from './tags.ts'

/** Repositories of an account and Region; AWS has 1,000 unless asked: docs CC limits. */
const AT_MOST = 1_000
const PAGE = 1_000
const NAMES_IN_BATCH = 100
const COUNTER = 'repositories'

export const createRepository = operation<CreateRepositoryInput, object>({
	access({ repositoryName = '', tags = {} }, call) {
		const access = repositoryAccess(call, 'CreateRepository', repositoryName)
		const requested = Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])
		const keys = Object.keys(tags)
		const context = {
			...access.context,
			...Object.fromEntries(requested),
			...(keys.length > 0 && { 'aws:TagKeys': keys }),
		}
		return { ...access, context }
	},
	run({ repositoryName: name = '', repositoryDescription: description, tags = {}, kmsKeyId }, call) {
		assertName(name)
		if (call.world.get(repositories, call.scope, name)) {
			// Seen of AWS, and the same in moto's test.
			throw refuse('RepositoryNameExistsException', `Repository named ${name} already exists`)
		}
		const { count } = call.world.get(counters, call.scope, COUNTER) ?? { count: 0 }
		if (count >= AT_MOST) throw refuse('RepositoryLimitExceededException')
		const key = encryptionKey(call, kmsKeyId)
		const repository = putRepository(call, {
			id: call.ids.uuid(),
			name,
			...(description !== undefined && { description }),
			createdAt: call.now,
			modifiedAt: call.now,
			kmsKeyId: key,
			tags: withTags(tags),
		})
		putPlace(call, repository)
		call.world.put(counters, call.scope, COUNTER, { count: count + 1 })
		return { repositoryMetadata: metadataOf(call, repository) }
	},
})

function placeId({ account, region }: Call['scope'], name: string): string {
	return `${account}/${name}/${region}`
}

function putPlace({ world, scope }: Call, { id, name }: Readonly<Repository>): void {
	world.put(repositoryNames, scope, id, { name })
	world.put(repositoryPlaces, WORLD_SCOPE, placeId(scope, name), { ...scope })
}

function metadataOf({ scope, endpoint }: Call, repository: Readonly<Repository>) {
	const { id, name, description, defaultBranch, createdAt, modifiedAt, kmsKeyId } = repository
	return {
		accountId: scope.account,
		repositoryId: id,
		repositoryName: name,
		...(description !== undefined && { repositoryDescription: description }),
		...(defaultBranch !== undefined && { defaultBranch }),
		lastModifiedDate: new Date(modifiedAt),
		creationDate: new Date(createdAt),
		cloneUrlHttp: `${endpoint}/v1/repos/${name}`,
		cloneUrlSsh: `ssh://git-codecommit.${scope.region}.amazonaws.com/v1/repos/${name}`,
		Arn: repositoryArn(scope, name),
		kmsKeyId,
	}
}

export const getRepository = operation<GetRepositoryInput, object>({
	access: onRepository('GetRepository'),
	run: ({ repositoryName }, call) => ({
		repositoryMetadata: metadataOf(call, requireRepository(call, repositoryName)),
	}),
})

export const batchGetRepositories = operation<BatchGetRepositoriesInput, object>({
	access: ({ repositoryNames = [] }, call) =>
		repositoryNames.map((name) => repositoryAccess(call, 'BatchGetRepositories', name)),
	run({ repositoryNames = [] }, call) {
		if (repositoryNames.length === 0) throw refuse('RepositoryNamesRequiredException')
		if (repositoryNames.length > NAMES_IN_BATCH) throw refuse('MaximumRepositoryNamesExceededException')
		const names = [...new Set(repositoryNames)]
		for (const name of names) assertName(name)
		const found = names.map((name) => [name, call.world.get(repositories, call.scope, name)] as const)
		return {
			repositories: found.flatMap(([, repository]) => (repository ? metadataOf(call, repository) : [])),
			repositoriesNotFound: found.flatMap(([name, repository]) => (repository ? [] : name)),
			errors: [],
		}
	},
})

export const listRepositories = operation<ListRepositoriesInput, object>({
	access: onNothing('ListRepositories'),
	run({ nextToken, sortBy = 'repositoryName', order = 'ascending' }, call) {
		const all = [...call.world.list(repositories, call.scope)]
		if (sortBy === 'lastModifiedDate') all.sort((one, other) => one.modifiedAt - other.modifiedAt)
		if (order === 'descending') all.reverse()
		const { page, next } = pageOf(all, nextToken, PAGE)
		const pairs = page.map(({ name, id }) => ({ repositoryName: name, repositoryId: id }))
		return { repositories: pairs, nextToken: next }
	},
})

export const updateRepositoryName = operation<UpdateRepositoryNameInput, void>({
	access: ({ oldName = '', newName = '' }, call) => [
		repositoryAccess(call, 'UpdateRepositoryName', oldName),
		repositoryAccess(call, 'UpdateRepositoryName', newName),
	],
	run({ oldName, newName = '' }, call) {
		const repository = requireRepository(call, oldName)
		assertName(newName)
		if (call.world.get(repositories, call.scope, newName)) {
			throw refuse('RepositoryNameExistsException', `Repository named ${newName} already exists`)
		}
		call.world.delete(repositories, call.scope, repository.name)
		call.world.delete(repositoryPlaces, WORLD_SCOPE, placeId(call.scope, repository.name))
		putPlace(call, putRepository(call, { ...repository, name: newName, modifiedAt: call.now }))
	},
})

export const updateRepositoryDescription = operation<UpdateRepositoryDescriptionInput, void>({
	access: onRepository('UpdateRepositoryDescription'),
	run({ repositoryName, repositoryDescription: description }, call) {
		const { description: _, ...repository } = requireRepository(call, repositoryName)
		const described = description ? { ...repository, description } : repository
		putRepository(call, { ...described, modifiedAt: call.now })
	},
})

export const updateRepositoryEncryptionKey = operation<UpdateRepositoryEncryptionKeyInput, object>({
	access: onRepository('UpdateRepositoryEncryptionKey'),
	run({ repositoryName, kmsKeyId }, call) {
		const repository = requireRepository(call, repositoryName)
		const key = encryptionKey(call, kmsKeyId)
		putRepository(call, { ...repository, kmsKeyId: key, modifiedAt: call.now })
		return { repositoryId: repository.id, kmsKeyId: key, originalKmsKeyId: repository.kmsKeyId }
	},
})

/** Takes a repository away with all that is in it; one that is not there is no error, and answers nothing. */
export const deleteRepository = operation<DeleteRepositoryInput, object>({
	access: onRepository('DeleteRepository'),
	run({ repositoryName = '' }, call) {
		assertName(repositoryName)
		const { world, scope } = call
		const repository = world.get(repositories, scope, repositoryName)
		if (!repository) return {}
		const prefix = `${repository.id}/`
		for (const [id, { objectId }] of world.entries(references, scope, { prefix })) {
			world.delete(references, scope, id)
			emitRepositoryState(call, repository, { name: id.slice(prefix.length), before: objectId })
		}
		removePullRequests(call, repository)
		disassociateAll(call, repository)
		world.delete(repositoryNames, scope, repository.id)
		world.delete(triggerConfigurations, scope, repository.id)
		world.delete(packLists, scope, repository.id)
		world.delete(repositories, scope, repository.name)
		world.delete(repositoryPlaces, WORLD_SCOPE, placeId(scope, repository.name))
		const { count } = world.get(counters, scope, COUNTER) ?? { count: 1 }
		world.put(counters, scope, COUNTER, { count: count - 1 })
		return { repositoryId: repository.id }
	},
})
