import type { Ids } from '../../../world/ids.ts'

// A password comes without an access key, and from a machine that knows no world:
// as a key does, it names its own in its first characters.

const LABEL = 8

/** 60 characters that look like base64 and end with a sign of it; the first name the world. */
export function newServicePassword(ids: Ids): string {
	const label = ids.accessKeyId('AKIA').slice(4, 4 + LABEL)
	return `${label}${ids.secretAccessKey()}${ids.secretAccessKey()}`
		.slice(0, 59)
		.replaceAll('=', '0')
		.concat('=')
}

/** The label of the world that a password is of, or undefined when it is no such password. */
export function labelOfPassword(password: string): string | undefined {
	const label = password.slice(0, LABEL)
	return /^[A-Z2-7]{8}$/.test(label) ? label.toLowerCase() : undefined
}
