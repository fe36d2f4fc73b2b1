import type {
	DeleteLifecyclePolicyRequest,
	GetLifecyclePolicyPreviewRequest,
	GetLifecyclePolicyRequest,
	PutLifecyclePolicyRequest,
	StartLifecyclePolicyPreviewRequest,
} from '@aws-sdk/client-ecr'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { onRepository, requireRepository } from '../arns.ts'
import { previews, repositories } from '../collections.ts'
import { policyNotFound } from '../ecr-error.ts'
import { imagesOf } from '../images/store.ts'
import { pageOf } from '../pages.ts'
import { expiries } from './evaluate.ts'
import { readLifecyclePolicy } from './policy-text.ts'
import { scheduleEvaluation } from './schedule.ts'

export const putLifecyclePolicy = operation<PutLifecyclePolicyRequest, object>({
	access: onRepository('PutLifecyclePolicy'),
	run({ lifecyclePolicyText: text = '', ...input }, call) {
		const { repository, scope } = requireRepository(call, input)
		readLifecyclePolicy(text)
		const changed = { ...repository, lifecycle: { text, evaluatedAt: 0 } }
		call.world.put(repositories, scope, repository.name, changed)
		scheduleEvaluation(call, { repository: changed, scope })
		return { registryId: scope.account, repositoryName: repository.name, lifecyclePolicyText: text }
	},
})

export const getLifecyclePolicy = operation<GetLifecyclePolicyRequest, object>({
	access: onRepository('GetLifecyclePolicy'),
	run(input, call) {
		const { repository, scope } = requireRepository(call, input)
		const { lifecycle, name } = repository
		if (!lifecycle) throw policyNotFound('Lifecycle', name, scope)
		return {
			registryId: scope.account,
			repositoryName: name,
			lifecyclePolicyText: lifecycle.text,
			lastEvaluatedAt: new Date(lifecycle.evaluatedAt),
		}
	},
})

export const deleteLifecyclePolicy = operation<DeleteLifecyclePolicyRequest, object>({
	access: onRepository('DeleteLifecyclePolicy'),
	run(input, call) {
		const { repository, scope } = requireRepository(call, input)
		const { lifecycle, ...kept } = repository
		if (!lifecycle) throw policyNotFound('Lifecycle', repository.name, scope)
		call.world.put(repositories, scope, repository.name, kept)
		return {
			registryId: scope.account,
			repositoryName: repository.name,
			lifecyclePolicyText: lifecycle.text,
			lastEvaluatedAt: new Date(lifecycle.evaluatedAt),
		}
	},
})

/** Tells what a policy would take, the repository's own unless another is given. It is ready at once. */
export const startLifecyclePolicyPreview = operation<StartLifecyclePolicyPreviewRequest, object>({
	access: onRepository('StartLifecyclePolicyPreview'),
	async run({ lifecyclePolicyText, ...input }, call) {
		const place = requireRepository(call, input)
		const { repository, scope } = place
		const text = lifecyclePolicyText ?? repository.lifecycle?.text
		if (text === undefined) throw policyNotFound('Lifecycle', repository.name, scope)
		const expired = await expiries(readLifecyclePolicy(text), imagesOf(call, place), call.now)
		const results = expired.map(({ image, priority }) => ({
			imageTags: [...image.tags],
			imageDigest: image.digest,
			pushedAt: image.pushedAt,
			action: { type: 'EXPIRE' as const },
			appliedRulePriority: priority,
		}))
		call.world.put(previews, scope, repository.id, { text, results })
		return {
			registryId: scope.account,
			repositoryName: repository.name,
			lifecyclePolicyText: text,
			status: 'IN_PROGRESS',
		}
	},
})

export const getLifecyclePolicyPreview = operation<GetLifecyclePolicyPreviewRequest, object>({
	access: onRepository('GetLifecyclePolicyPreview'),
	run({ imageIds, filter, maxResults, nextToken, ...input }, call) {
		const { repository, scope } = requireRepository(call, input)
		const preview = call.world.get(previews, scope, repository.id)
		if (!preview)
			throw new AwsError(
				'LifecyclePolicyPreviewNotFoundException',
				`There is no lifecycle policy preview for the repository with name '${repository.name}' in the registry with id '${scope.account}'`,
			)
		const fitting = preview.results.filter(({ imageDigest, imageTags = [] }) => {
			const isTagged = imageTags.length > 0
			const { tagStatus = 'ANY' } = filter ?? {}
			if (tagStatus !== 'ANY' && isTagged !== (tagStatus === 'TAGGED')) return false
			return (
				imageIds?.every((id) => id.imageDigest !== imageDigest && !imageTags.includes(id.imageTag ?? '')) !==
				true
			)
		})
		const { page, ...more } = pageOf(fitting, { maxResults, nextToken })
		return {
			registryId: scope.account,
			repositoryName: repository.name,
			lifecyclePolicyText: preview.text,
			status: 'COMPLETE',
			previewResults: page.map(({ pushedAt, ...result }) => ({
				...result,
				imagePushedAt: new Date(pushedAt),
			})),
			summary: { expiringImageTotalCount: preview.results.length },
			...more,
		}
	},
})
