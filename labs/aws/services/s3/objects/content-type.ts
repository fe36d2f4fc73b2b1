const BY_EXTENSION: Readonly<Record<string, string>> = {
	avif: 'image/avif',
	css: 'text/css',
	csv: 'text/csv',
	gif: 'image/gif',
	htm: 'text/html',
	html: 'text/html',
	ico: 'image/x-icon',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	js: 'text/javascript',
	json: 'application/json',
	md: 'text/markdown',
	mjs: 'text/javascript',
	pdf: 'application/pdf',
	png: 'image/png',
	svg: 'image/svg+xml',
	txt: 'text/plain',
	wasm: 'application/wasm',
	webp: 'image/webp',
	woff: 'font/woff',
	woff2: 'font/woff2',
	xml: 'application/xml',
	zip: 'application/zip',
}

/** The media type that a file's name stands for. */
export function contentTypeOf(path: string): string {
	const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
	return BY_EXTENSION[extension] ?? 'application/octet-stream'
}
