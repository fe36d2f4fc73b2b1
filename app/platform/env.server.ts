import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const MEBIBYTE = 1024 * 1024

const port = z.coerce
	.number('nombre de 0 à 65535 attendu')
	.int()
	.min(0)
	.max(65_535, 'nombre de 0 à 65535 attendu')
const mebibytes = z.coerce.number('nombre attendu').int('nombre entier attendu').min(1, 'au moins 1 attendu')
const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional())
const oneOf = <const T extends [string, ...Array<string>]>(...values: T) =>
	z.enum(values, `une de ces valeurs attendue : ${values.join(', ')}`)
const url = (protocol: RegExp) => z.url({ protocol, error: 'URL attendue' })

const schema = z
	.object({
		NODE_ENV: optional(oneOf('development', 'production', 'test')),
		FILIERE_MODE: optional(oneOf('demo', 'production')),
		PORT: optional(port),
		EMULATOR_PORT: optional(port),
		HOST: optional(z.string()),
		EMULATOR_URL: optional(url(/^https?$/)),
		PUBLIC_URL: optional(url(/^https?$/)),
		DATA_DIR: optional(z.string()),
		DATABASE_URL: optional(url(/^postgres(ql)?$/)),
		SMTP_URL: optional(url(/^smtps?$/)),
		MAIL_FROM: optional(z.string()),
		APP_SECRET: optional(z.string().min(32, 'au moins 32 caractères attendus')),
		CERTIFICATE_KEY: optional(z.string()),
		LOG_LEVEL: optional(oneOf('silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace')),
		TRUST_PROXY: optional(oneOf('0', '1')),
		SANDBOX_MIB: optional(mebibytes),
		LEARNER_MIB: optional(mebibytes),
		SITE_MIB: optional(mebibytes),
	})
	.refine((source) => source.FILIERE_MODE !== 'production' || source.APP_SECRET, {
		path: ['APP_SECRET'],
		error: 'obligatoire en mode production (par exemple : openssl rand -base64 48)',
	})
	.refine((source) => source.FILIERE_MODE !== 'production' || source.PUBLIC_URL, {
		path: ['PUBLIC_URL'],
		error: 'obligatoire en mode production',
	})
	.refine((source) => source.FILIERE_MODE !== 'production' || source.EMULATOR_URL, {
		path: ['EMULATOR_URL'],
		error: 'obligatoire en mode production',
	})
	.refine((source) => source.FILIERE_MODE !== 'production' || !shareHost(source), {
		path: ['EMULATOR_URL'],
		error:
			'même nom d’hôte que PUBLIC_URL\u00a0: les pages déposées par les apprenants recevraient les cookies du site. Donnez à l’émulateur un nom d’hôte à lui',
	})

/** What the process was told from outside, parsed once. Nobody else reads `process.env`. */
export interface Environment {
	nodeEnv: 'development' | 'production' | 'test'
	/** The demo seeds accounts and shows mail in a local mailbox; production never does. */
	mode: 'demo' | 'production'
	port: number
	emulatorPort: number
	/** Address that both ports listen on; every one of the machine's when undefined. */
	host: string | undefined
	/** Origin of the emulator as learners' tools and browsers see it. */
	emulatorUrl: string
	/** Origin of the site as browsers see it, without a trailing slash. */
	publicUrl: string
	/** Absolute path of the folder that holds the embedded database and generated secrets. */
	dataDir: string
	/** PostgreSQL; the embedded PGlite under `dataDir` when absent. */
	databaseUrl: string | undefined
	smtpUrl: string | undefined
	mailFrom: string
	appSecret: string
	/** The issuer's key ring (JSON), or the path of a file that holds it; a file in `dataDir` when absent. */
	certificateKey: string | undefined
	logLevel: string
	/** Whether `X-Forwarded-For` comes from a proxy of ours and names the client. */
	trustProxy: boolean
	/** Bytes of content that one sandbox, one learner, and all of them may store. */
	storage: { sandbox: number; learner: number; site: number }
}

/** A variable holds something else than what it must; the message names every such variable. */
export class EnvironmentError extends Error {
	override name = 'EnvironmentError'
}

/**
 * Parses `source`; creates `dataDir` and, outside production mode, the secret kept there.
 * Throws an EnvironmentError that names the variables at fault.
 */
export function parseEnvironment(source: Record<string, string | undefined>): Environment {
	const parsed = schema.safeParse(source)
	if (!parsed.success) {
		const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} : ${issue.message}`)
		throw new EnvironmentError(`Variables d’environnement incorrectes :\n${faults.join('\n')}`)
	}
	const given = parsed.data
	const listenPort = given.PORT ?? 3000
	const dataDir = resolve(given.DATA_DIR ?? '.data')
	const emulatorPort = given.EMULATOR_PORT ?? 4566
	const publicUrl = new URL(given.PUBLIC_URL ?? `http://localhost:${listenPort}`).origin
	return {
		nodeEnv: given.NODE_ENV ?? 'production',
		mode: given.FILIERE_MODE ?? 'demo',
		port: listenPort,
		emulatorPort,
		// The demonstration has accounts whose password is published: it is for this machine alone.
		host: given.HOST ?? (given.FILIERE_MODE === 'production' ? undefined : '127.0.0.1'),
		publicUrl,
		emulatorUrl: given.EMULATOR_URL
			? new URL(given.EMULATOR_URL).origin
			: besideSite(publicUrl, emulatorPort),
		dataDir,
		databaseUrl: given.DATABASE_URL,
		smtpUrl: given.SMTP_URL,
		mailFrom: given.MAIL_FROM ?? 'Filière <ne-pas-repondre@filiere.local>',
		appSecret: given.APP_SECRET ?? keptSecret(dataDir),
		certificateKey: given.CERTIFICATE_KEY,
		logLevel: given.LOG_LEVEL ?? 'info',
		trustProxy: given.TRUST_PROXY === '1',
		storage: {
			sandbox: (given.SANDBOX_MIB ?? 256) * MEBIBYTE,
			learner: (given.LEARNER_MIB ?? 1024) * MEBIBYTE,
			site: (given.SITE_MIB ?? 20_480) * MEBIBYTE,
		},
	}
}

function shareHost({ PUBLIC_URL = '', EMULATOR_URL = '' }: { PUBLIC_URL?: string; EMULATOR_URL?: string }) {
	return URL.canParse(PUBLIC_URL) && URL.canParse(EMULATOR_URL)
		? new URL(PUBLIC_URL).hostname === new URL(EMULATOR_URL).hostname
		: false
}

/** The emulator on the site's host, at its own port. */
function besideSite(publicUrl: string, emulatorPort: number): string {
	const url = new URL(publicUrl)
	url.port = String(emulatorPort)
	return url.origin
}

/** `wx` makes the creation atomic: of two processes that start together, both read what one wrote. */
function keptSecret(dataDir: string): string {
	const file = join(dataDir, 'app-secret')
	mkdirSync(dataDir, { recursive: true })
	try {
		writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' })
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
	}
	return readFileSync(file, 'utf8').trim()
}

function environmentOrExit(): Environment {
	try {
		return parseEnvironment(process.env)
	} catch (error) {
		if (!(error instanceof EnvironmentError)) throw error
		console.error(error.message)
		process.exit(1)
	}
}

export const env = environmentOrExit()
