import { operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { requireRepository } from '../repositories/find.ts'

interface GitPullInput {
	repositoryName?: string
}

/** What IAM is asked, and the journal keeps, when git fetches; the API has no such operation. */
export const gitPull = operation<GitPullInput, object>({
	access: onRepository('GitPull'),
	run({ repositoryName }, call) {
		requireRepository(call, repositoryName)
		return {}
	},
})
