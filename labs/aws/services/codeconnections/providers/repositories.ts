import { type Call, operation } from '../../../service.ts'
import { cloneUrl } from './access-token.ts'
import { PROVIDERS, providerScope, providerUser } from './provider.ts'
import { keptName } from './repository-name.ts'

// What somebody does at a provider. None of it is AWS's: the page that plays the provider,
// labs and tests ask for it. The repositories are CodeCommit's, in an account of the provider.

/** Which repository; at GitHub's host unless another is named. */
export interface RepositoryInput {
	ProviderHost?: string
	/** `owner/name` */
	FullRepositoryId?: string
}

const DEFAULT_HOST = PROVIDERS.GitHub.host ?? ''

/** Asks CodeCommit something about a repository of a provider, in the provider's account. */
export function atProvider<Output>(
	call: Call,
	{ ProviderHost = DEFAULT_HOST, FullRepositoryId = '' }: RepositoryInput,
	operationName: string,
	input: object = {},
): Promise<Output> {
	const whole = { repositoryName: keptName(FullRepositoryId), ...input }
	const scope = providerScope(ProviderHost)
	return call.invoke<Output>(providerUser(ProviderHost), 'codecommit', operationName, whole, scope)
}

/** Makes an empty repository, and tells where git reaches it. */
export const createProviderRepository = operation<RepositoryInput, { CloneUrl: string }>({
	async run(repository, call) {
		const { ProviderHost = DEFAULT_HOST, FullRepositoryId = '' } = repository
		await atProvider(call, repository, 'CreateRepository')
		return { CloneUrl: cloneUrl(call, ProviderHost, FullRepositoryId) }
	},
})

interface PushInput extends RepositoryInput {
	/** Made from the default branch when it is not there yet. */
	BranchName?: string
	/** What is to be at paths; null takes a file away. */
	Files?: Readonly<Record<string, string | Uint8Array | null>>
	CommitMessage?: string
	AuthorName?: string
	AuthorEmail?: string
}

/** One commit and its push. */
export const pushProviderFiles = operation<PushInput, { CommitId: string }>({
	async run({ BranchName, Files = {}, CommitMessage, AuthorName, AuthorEmail, ...repository }, call) {
		const files = Object.entries(Files)
		const { commitId } = await atProvider<{ commitId: string }>(call, repository, 'CommitFiles', {
			branchName: BranchName,
			putFiles: files.flatMap(([filePath, content]) =>
				content === null ? [] : { filePath, fileContent: Buffer.from(content) },
			),
			deleteFiles: files.flatMap(([filePath, content]) => (content === null ? { filePath } : [])),
			commitMessage: CommitMessage,
			authorName: AuthorName,
			email: AuthorEmail,
		})
		return { CommitId: commitId }
	},
})

interface TagInput extends RepositoryInput {
	TagName?: string
	CommitId?: string
}

/** Pushes a tag to a commit. */
export const pushProviderTag = operation<TagInput, { Refused: Record<string, string> }>({
	async run({ TagName = '', CommitId = '', ...repository }, call) {
		const moves = [{ name: `refs/tags/${TagName}`, after: CommitId }]
		const { refused } = await atProvider<{ refused: Record<string, string> }>(call, repository, 'GitPush', {
			moves,
		})
		return { Refused: refused }
	},
})
