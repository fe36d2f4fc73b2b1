import type { IncomingMessage } from 'node:http'

/** Longest address that the site takes, in characters. */
const URL_CHARACTERS = 8_192
/** What some route answers; React Router tells which. */
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS']

export interface DoorRefusal {
	status: 400 | 405 | 414
	message: string
}

/**
 * Why a request cannot be handed on at all: what stands behind the door takes
 * its address and its host for well formed. Undefined when it can.
 */
export function unfit({ method = '', url = '', headers }: IncomingMessage): DoorRefusal | undefined {
	if (!METHODS.includes(method)) return { status: 405, message: 'Cette méthode n’est pas acceptée ici.' }
	if (url.length > URL_CHARACTERS) return { status: 414, message: 'Cette adresse est trop longue.' }
	if (!isAddress(url)) return { status: 400, message: 'Cette adresse est mal formée.' }
	if (!isHost(headers.host)) return { status: 400, message: 'Le nom d’hôte de la demande est mal formé.' }
}

/** A path of this site that can be decoded and holds no NUL, which no database takes in a text. */
function isAddress(url: string): boolean {
	if (!url.startsWith('/') || url.startsWith('//')) return false
	if (url.includes('%00') || url.includes('\0')) return false
	try {
		decodeURIComponent(url)
		return URL.canParse(url, 'http://localhost')
	} catch {
		return false
	}
}

function isHost(host: string | undefined): boolean {
	return host !== undefined && /^[\w.[\]:-]+$/.test(host) && URL.canParse(`http://${host}`)
}

/**
 * A `Range` that a file can be cut by, as the server of files reads it: one
 * piece with its start. Others are dropped, and the whole file is sent instead,
 * as RFC 9110 §14.2 lets a server do.
 */
export function plainRange(range: string | undefined): string | undefined {
	const [, start, end] = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(range ?? '') ?? []
	if (start === undefined) return
	if (end !== undefined && Number(end) < Number(start)) return
	return range
}
