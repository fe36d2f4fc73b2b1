import type { Call } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import { type Repository, repositories } from '../collections.ts'
import { ObjectStore } from '../store/object-store.ts'

/** Throws InvalidRepositoryNameException; the model holds names to their length and most of their form. */
export function assertName(name: string): void {
	if (/^[\w.-]{1,100}$/.test(name) && !name.endsWith('.git')) return
	// The text that moto's test has from AWS, tests/test_codecommit.
	throw refuse(
		'InvalidRepositoryNameException',
		'The repository name is not valid. Repository names can be any valid combination of letters, numbers, periods, underscores, and dashes between 1 and 100 characters in length. Names are case sensitive. For more information, see Limits in the AWS CodeCommit User Guide. ',
	)
}

/** Throws RepositoryNameRequiredException, InvalidRepositoryNameException or RepositoryDoesNotExistException. */
export function requireRepository(
	{ world, scope }: Pick<Call, 'world' | 'scope'>,
	name: string | undefined,
): Readonly<Repository> {
	if (!name) throw refuse('RepositoryNameRequiredException')
	assertName(name)
	const found = world.get(repositories, scope, name)
	// The text that moto's test has from AWS.
	if (!found) throw refuse('RepositoryDoesNotExistException', `${name} does not exist`)
	return found
}

/** The objects of a repository, as a call sees them. */
export function objectsOf(call: Call, repository: Readonly<Repository>): ObjectStore {
	return new ObjectStore(call, call.scope, repository)
}

/** Writes a repository anew. */
export function putRepository({ world, scope }: Call, repository: Repository): Repository {
	return world.put(repositories, scope, repository.name, repository)
}
