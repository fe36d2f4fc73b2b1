import type {
	ImageTagMutability,
	ImageTagMutabilityExclusionFilter,
	PutImageTagMutabilityRequest,
} from '@aws-sdk/client-ecr'
import { matchesPattern } from '../../../identity/policy/glob.ts'
import { operation } from '../../../service.ts'
import { onRepository, requireRepository } from '../arns.ts'
import { type Repository, repositories } from '../collections.ts'
import { invalidParameter } from '../ecr-error.ts'

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html

const WILDCARDS_AT_MOST = 2

/** Filters belong to the two settings that have exceptions. Throws InvalidParameterException; its constraints are worded by us. */
export function assertFilters(
	mutability: ImageTagMutability,
	filters: ReadonlyArray<ImageTagMutabilityExclusionFilter>,
): void {
	const name = 'imageTagMutabilityExclusionFilters'
	const hasExceptions = mutability.endsWith('_WITH_EXCLUSION')
	if (hasExceptions && filters.length === 0) throw invalidParameter(name, `${mutability} needs filters`)
	if (!hasExceptions && filters.length > 0) throw invalidParameter(name, `${mutability} takes no filters`)
	for (const { filter = '' } of filters) {
		if (!/^[\w.*-]{1,128}$/.test(filter) || filter.split('*').length - 1 > WILDCARDS_AT_MOST)
			throw invalidParameter(name, `a filter has letters, digits, . _ - and at most ${WILDCARDS_AT_MOST} *`)
	}
}

/** Whether a tag that is there stays with its image. */
export function isImmutable({ mutability, exclusionFilters }: Readonly<Repository>, tag: string): boolean {
	const isException = exclusionFilters.some(({ filter = '' }) => matchesPattern(filter, tag))
	return mutability.startsWith('IMMUTABLE') ? !isException : isException
}

export const putImageTagMutability = operation<PutImageTagMutabilityRequest, object>({
	access: onRepository('PutImageTagMutability'),
	run({ imageTagMutability = 'MUTABLE', imageTagMutabilityExclusionFilters: filters = [], ...input }, call) {
		const { repository, scope } = requireRepository(call, input)
		assertFilters(imageTagMutability, filters)
		const changed = { ...repository, mutability: imageTagMutability, exclusionFilters: filters }
		call.world.put(repositories, scope, repository.name, changed)
		return {
			registryId: scope.account,
			repositoryName: repository.name,
			imageTagMutability,
			...(filters.length > 0 && { imageTagMutabilityExclusionFilters: filters }),
		}
	},
})
