import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const issuerKeySchema = z.object({
	/** Fragment in did.json. Not a multibase key, so that verifiers must resolve the issuer. */
	id: z.string().regex(/^cle-\d{4}-\d+$/),
	publicKeyMultibase: z.string().startsWith('z6Mk'),
	secretKeyMultibase: z.string().startsWith('z').optional(),
	/** When the key was retired; what it signed before stays valid. */
	revoked: z.iso.datetime().optional(),
})

const keyRingSchema = z
	.array(issuerKeySchema)
	.refine((keys) => keys.filter(canSign).length === 1, 'exactly one key must be able to sign')
	.refine((keys) => new Set(keys.map((key) => key.id)).size === keys.length, 'key ids must differ')

export type IssuerKey = z.infer<typeof issuerKeySchema>
export type KeyRing = z.infer<typeof keyRingSchema>
export type SigningKey = IssuerKey & { secretKeyMultibase: string }

function canSign(key: IssuerKey): key is SigningKey {
	return key.secretKeyMultibase !== undefined && key.revoked === undefined
}

/**
 * The issuer's keys: a JSON array, newest first, with one key that signs and
 * the retired ones (public halves) with `revoked`. Throws a ZodError otherwise.
 */
export function parseKeyRing(json: string): KeyRing {
	return keyRingSchema.parse(JSON.parse(json))
}

/** The one key of the ring that signs today. */
export function signingKey(keys: KeyRing): SigningKey {
	const key = keys.find(canSign)
	if (!key) throw new Error('The key ring holds no key that can sign')
	return key
}

/** A fresh ring of one key, e.g. `cle-2026-1`. */
export async function generateKeyRing(now: Date): Promise<KeyRing> {
	const Ed25519Multikey = await import('@digitalbazaar/ed25519-multikey')
	const { publicKeyMultibase, secretKeyMultibase } = await Ed25519Multikey.generate()
	return [{ id: `cle-${now.getUTCFullYear()}-1`, publicKeyMultibase, secretKeyMultibase }]
}

/** The ring that `given` holds (JSON) or names (a path); without it, the one kept in `dataDir`. */
export async function openKeyRing(given: string | undefined, dataDir: string, now: Date): Promise<KeyRing> {
	if (!given) return loadKeyRing(join(dataDir, 'certificate-keys.json'), now)
	return parseKeyRing(given.trimStart().startsWith('[') ? given : await readFile(given, 'utf8'))
}

/**
 * Reads the ring kept in `file`, or generates it there (mode 0600) on first use.
 * A hard link makes the creation atomic: of two processes that start together,
 * one writes and both read the same key.
 */
export async function loadKeyRing(file: string, now: Date): Promise<KeyRing> {
	const existing = await readFile(file, 'utf8').catch(ignore('ENOENT'))
	if (existing !== undefined) return parseKeyRing(existing)
	await mkdir(dirname(file), { recursive: true })
	const draft = `${file}.${process.pid}.${crypto.randomUUID()}`
	await writeFile(draft, JSON.stringify(await generateKeyRing(now), null, '\t'), { mode: 0o600, flag: 'wx' })
	await link(draft, file).catch(ignore('EEXIST'))
	await unlink(draft)
	return parseKeyRing(await readFile(file, 'utf8'))
}

function ignore(code: string) {
	return (error: NodeJS.ErrnoException) => {
		if (error.code !== code) throw error
		return undefined
	}
}
