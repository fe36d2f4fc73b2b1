import { UsageError } from './usage-error.ts'

export interface S3Address {
	bucket: string
	key: string
}

/** The parts of `s3://bucket/key`, or undefined for a path of the file system. */
export function parseS3Address(text: string): S3Address | undefined {
	if (!text.startsWith('s3://')) return
	const [bucket = '', ...key] = text.slice('s3://'.length).split('/')
	if (!bucket) throw new UsageError(`Invalid argument type: ${text}`)
	return { bucket, key: key.join('/') }
}

/** The content types that the real CLI guesses from a name, for what a website holds. */
const CONTENT_TYPES: Record<string, string> = {
	css: 'text/css',
	gif: 'image/gif',
	htm: 'text/html',
	html: 'text/html',
	ico: 'image/vnd.microsoft.icon',
	jpg: 'image/jpeg',
	js: 'text/javascript',
	json: 'application/json',
	md: 'text/markdown',
	png: 'image/png',
	svg: 'image/svg+xml',
	txt: 'text/plain',
	xml: 'text/xml',
	zip: 'application/zip',
}

export function guessContentType(name: string): string | undefined {
	return CONTENT_TYPES[name.split('.').at(-1)?.toLowerCase() ?? '']
}
