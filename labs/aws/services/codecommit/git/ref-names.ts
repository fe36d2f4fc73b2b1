// https://git-scm.com/docs/git-check-ref-format

const LENGTH_AT_MOST = 256

/** Whether a reference may have that full name: below `refs/heads/` or `refs/tags/`, and well formed. */
export function isRefName(name: string): boolean {
	return /^refs\/(heads|tags)\/./.test(name) && isWellFormed(name)
}

/** Whether a branch may have that name, without what stands before. */
export function isBranchName(name: string): boolean {
	return isWellFormed(`refs/heads/${name}`) && !name.startsWith('-') && name !== 'HEAD'
}

function isWellFormed(name: string): boolean {
	if (name.length > LENGTH_AT_MOST + 'refs/heads/'.length) return false
	if (/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$/u.test(name)) return false
	return name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'))
}
