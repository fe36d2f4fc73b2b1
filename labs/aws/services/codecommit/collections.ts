import { collection, type Scope } from '../../world/world.ts'
import type { Tags } from '../iam/collections.ts'

export interface Repository {
	/** A UUID: what belongs to the repository is kept by it, so that a new name costs nothing. */
	id: string
	name: string
	description?: string
	defaultBranch?: string
	createdAt: number
	modifiedAt: number
	/** ARN of the key, or of AWS's own when none was given. */
	kmsKeyId: string
	tags: Tags
}

/** Where a repository's objects are: packs with an index, oldest first. */
export interface PackList {
	packs: ReadonlyArray<{ blob: string; objects: number; bytes: number }>
}

/** Where a reference points: to a commit, or to an annotated tag. */
export interface Reference {
	objectId: string
}

export interface Trigger {
	name: string
	destinationArn: string
	customData?: string
	branches: ReadonlyArray<string>
	events: ReadonlyArray<string>
}

export interface TriggerConfiguration {
	configurationId: string
	triggers: ReadonlyArray<Trigger>
}

/** Id: the name. */
export const repositories = collection<Repository>('codecommit', 'repositories')
/** Which Regions have a repository of a name: git says it in no request. Id: `account/name/region`. */
export const repositoryPlaces = collection<Scope>('codecommit', 'places', 'world')
/** Id: the repository's. */
export const packLists = collection<PackList>('codecommit', 'packs')
/** Id: `repository/refs/heads/main`. */
export const references = collection<Reference>('codecommit', 'references')
/** Id: the repository's. */
export const triggerConfigurations = collection<TriggerConfiguration>('codecommit', 'triggers')
/** How many there were in an account and Region. Id: what is counted. */
export const counters = collection<{ count: number }>('codecommit', 'counters')

export function referenceId(repository: Pick<Repository, 'id'>, name: string): string {
	return `${repository.id}/${name}`
}

/** The commit that a merge of two commits made. Id: `repository/source/destination/level/strategy`. */
export const mergeCommits = collection<{ commitId: string }>('codecommit', 'merges')
/** The name of a repository now. Id: the repository's. */
export const repositoryNames = collection<{ name: string }>('codecommit', 'names')
