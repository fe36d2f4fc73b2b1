import type { ImageIdentifier } from '@aws-sdk/client-ecr'
import { AwsError } from '../../aws-error.ts'
import type { Scope } from '../../world/world.ts'

// The words of AWS as moto's tests have them from it (tests/test_ecr), unless marked.

function inRegistry(name: string, { account }: Scope): string {
	return `the repository with name '${name}' in the registry with id '${account}'`
}

export function repositoryNotFound(name: string, { account }: Scope): AwsError {
	return new AwsError(
		'RepositoryNotFoundException',
		`The repository with name '${name}' does not exist in the registry with id '${account}'`,
	)
}

export function repositoryExists(name: string, { account }: Scope): AwsError {
	return new AwsError(
		'RepositoryAlreadyExistsException',
		`The repository with name '${name}' already exists in the registry with id '${account}'`,
	)
}

export function repositoryNotEmpty(name: string, { account }: Scope): AwsError {
	return new AwsError(
		'RepositoryNotEmptyException',
		`The repository with name '${name}' in registry with id '${account}' cannot be deleted because it still contains images`,
	)
}

/** How AWS writes an image's id: Java's way, with a quoted null. */
export function written({ imageDigest, imageTag }: ImageIdentifier): string {
	return `{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}`
}

export function imageNotFound(id: ImageIdentifier, name: string, scope: Scope): AwsError {
	return new AwsError(
		'ImageNotFoundException',
		`The image with imageId ${written(id)} does not exist within ${inRegistry(name, scope)}`,
	)
}

export function imageExists(digest: string, tag: string, name: string, { account }: Scope): AwsError {
	return new AwsError(
		'ImageAlreadyExistsException',
		`Image with digest '${digest}' and tag '${tag}' already exists in the repository with name '${name}' in registry with id '${account}'`,
	)
}

/** Seen by users of docker push. */
export function tagImmutable(tag: string, name: string): AwsError {
	return new AwsError(
		'ImageTagAlreadyExistsException',
		`The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
	)
}

export function policyNotFound(kind: 'Lifecycle' | 'Repository', name: string, scope: Scope): AwsError {
	return new AwsError(
		`${kind}PolicyNotFoundException`,
		`${kind} policy does not exist for ${inRegistry(name, scope)}`,
	)
}

export function scanNotFound(id: ImageIdentifier, name: string, scope: Scope): AwsError {
	return new AwsError(
		'ScanNotFoundException',
		`Image scan does not exist for the image with '${written(id)}' in ${inRegistry(name, scope)}`,
	)
}

export function invalidParameter(parameter: string, constraint: string): AwsError {
	return new AwsError(
		'InvalidParameterException',
		`Invalid parameter at '${parameter}' failed to satisfy constraint: '${constraint}'`,
	)
}
