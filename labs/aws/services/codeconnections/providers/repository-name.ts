import { AwsError } from '../../../aws-error.ts'

// `owner/name`, or `group/subgroup/name`: CodeCommit's names have no slash. No
// part has two dots in a row, so that they can stand for it.

const PART = /^[A-Za-z0-9_](?:[\w-]|\.(?![.]|$))*$/
const LENGTH_AT_MOST = 100
const SLASH = '..'

/** Whether a text is a repository's full id: two parts at least. */
export function isFullRepositoryId(text: string): boolean {
	const parts = text.split('/')
	const isName = !text.endsWith('.git') && text.length + parts.length <= LENGTH_AT_MOST
	return isName && parts.length >= 2 && parts.every((part) => PART.test(part))
}

/** The name under which CodeCommit keeps a repository. Throws InvalidInputException. */
export function keptName(fullRepositoryId: string): string {
	if (isFullRepositoryId(fullRepositoryId)) return fullRepositoryId.replaceAll('/', SLASH)
	// The wording is ours.
	throw new AwsError(
		'InvalidInputException',
		`'${fullRepositoryId.slice(0, 120)}' is not the full name of a repository, such as owner/name`,
	)
}

export function fullRepositoryIdOf(kept: string): string {
	return kept.replaceAll(SLASH, '/')
}
