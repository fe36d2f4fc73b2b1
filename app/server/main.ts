// The process: `npm start` serves the build, `npm run dev` the sources with live reload.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { styleText } from 'node:util'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { bounded } from '#labs/aws/wire/http.ts'
import { guarded } from './guarded.ts'
import { serveBuild } from './production.ts'

const EXIT_DISK_FULL = 11
const EXIT_PORT_TAKEN = 14
const EXIT_DATABASE = 15
/** Requests under way at the end have this long to finish. */
const GRACE_MS = 5_000

process.on('uncaughtException', (err) => {
	log.fatal({ err }, 'uncaught exception')
	process.exit(1)
})
process.on('unhandledRejection', (err) => log.error({ err }, 'unhandled rejection'))

const app =
	env.nodeEnv === 'development' ? await (await import('./development.ts')).serveSources() : await serveBuild()

try {
	await app.prepareDatabase()
} catch (error) {
	const isFull = (error as { reason?: string }).reason === 'disk'
	stop(isFull ? EXIT_DISK_FULL : EXIT_DATABASE, error instanceof Error ? error.message : String(error))
}
const handleSite = guarded(app.handleSite, (err) => log.error({ err }, 'request failed'))
const site = await listen(bounded(createServer(handleSite)), env.port, 'PORT')
const emulator = await listen(app.createEmulator(), env.emulatorPort, 'EMULATOR_PORT')
let stopping = false
announce(await app.demoCertificate())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, shutDown)

function listen(server: Server, port: number, variable: string): Promise<Server> {
	return new Promise((resolve) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error
			const reason = error.code === 'EADDRINUSE' ? 'est déjà utilisé' : 'est réservé par le système'
			stop(
				EXIT_PORT_TAKEN,
				`Le port ${port} ${reason}. Choisissez-en un autre, par exemple\u00a0: ${variable}=${port + 10} npm start`,
			)
		})
		server.listen({ port, host: env.host }, () => resolve(server))
	})
}

function announce(certificate: string | undefined) {
	const { port } = site.address() as AddressInfo
	const address =
		env.publicUrl === `http://localhost:${env.port}` ? `http://localhost:${port}` : env.publicUrl
	const lines = [
		`Filière est prête\u00a0: ${styleText('bold', address)}`,
		`Émulateur d’AWS\u00a0: ${emulatorAddress()}`,
	]
	if (env.mode === 'demo') {
		lines.push(`Comptes de démonstration (mot de passe\u00a0: ${DEMO_PASSWORD})`)
		for (const { email, name } of demoAccounts) lines.push(`  ${email} (${name})`)
		if (certificate) lines.push(`Certificat de démonstration\u00a0: ${certificate}`)
	}
	console.log(`\n${lines.join('\n')}\n`)
}

/** Where the emulator is; a port of the system's choice shows as what it became. */
function emulatorAddress(): string {
	const url = new URL(env.emulatorUrl)
	if (env.emulatorPort === 0) url.port = String((emulator.address() as AddressInfo).port)
	return url.origin
}

/** A terminal's Ctrl-C arrives here twice: from the terminal and from `npm start`. */
async function shutDown() {
	if (stopping) return
	stopping = true
	const force = setTimeout(() => {
		for (const server of [site, emulator]) server.closeAllConnections()
	}, GRACE_MS)
	await Promise.all([site, emulator].map((server) => new Promise((resolve) => server.close(resolve))))
	clearTimeout(force)
	await app.shutDown()
	process.exit(0)
}

function stop(code: number, message: string): never {
	console.error(`\n${message}`)
	process.exit(code)
}
