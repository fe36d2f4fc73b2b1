import { refuse } from '../codecommit-error.ts'

// https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
const LENGTH_AT_MOST = 4_096
const LEVELS_AT_MOST = 20

/** A path as git has it: no slash at either end. Throws PathRequiredException or InvalidPathException. */
export function requirePath(given: string | undefined): string {
	if (!given) throw refuse('PathRequiredException')
	const path = given.replace(/^\//, '').replace(/\/$/, '')
	const parts = path.split('/')
	const isFine = parts.every(
		(part) => part !== '' && part !== '.' && part !== '..' && !/^\.git[ .]*$/i.test(part),
	)
	if (!isFine || path.length > LENGTH_AT_MOST || parts.length > LEVELS_AT_MOST || /[\p{Cc}\\]/u.test(path)) {
		throw refuse('InvalidPathException')
	}
	return path
}

/** The same for a folder, whose root may be given as nothing or a slash. */
export function folderPath(given: string | undefined): string {
	return given === undefined || given === '' || given === '/' ? '' : requirePath(given)
}
