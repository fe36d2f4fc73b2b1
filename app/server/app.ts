/**
 * What the server build exports to the HTTP host (`main.ts`): everything that
 * holds state is imported from here, so that it exists once in the process.
 */

import type { IncomingMessage, Server } from 'node:http'
import * as build from 'virtual:react-router/server-build'
import { createRequestListener } from '@react-router/node'
import { sessionTokenOf } from '#app/accounts/fresh-session.server.ts'
import { closeLabHost, labHost } from '#app/labs/lab-host.server.ts'
import { closeDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { createEmulatorServer } from '#labs/aws/wire/http.ts'
import { clientAddressOf } from './client-address.ts'
import { answering } from './guarded.ts'
import { inTurns, type RequestOwner } from './in-turns.ts'
import { startJobs } from './jobs.server.ts'
import { createSite } from './site.server.ts'

export { demoCertificate } from '#prisma/seed.ts'
export { prepareDatabase } from './prepare.server.ts'

const onError = (err: unknown) => log.error({ err }, 'request failed')
const route = createRequestListener({ build, mode: env.nodeEnv })

export const handleSite = createSite(inTurns(answering(route, onError), ownerOf))

/** The session that sends a request, if its cookie bears our signature; else its address. */
async function ownerOf(request: IncomingMessage): Promise<RequestOwner> {
	const person = request.headers.cookie && (await sessionTokenOf(request.headers.cookie))
	return person ? { person } : { address: clientAddressOf(request, env.trustProxy) }
}

const stopJobs = startJobs()

/** The learners' AWS, for tools outside of the page. */
export function createEmulator(): Server {
	return createEmulatorServer(labHost().emulator, {
		addressOf: (message) => clientAddressOf(message, env.trustProxy),
		onError,
	})
}

export async function shutDown(): Promise<void> {
	stopJobs()
	await closeLabHost()
	await closeDatabase()
}
