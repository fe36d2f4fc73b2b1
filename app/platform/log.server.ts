import { pino } from 'pino'
import { env } from './env.server.ts'

/**
 * JSON lines on standard output. What could identify a session or a password is
 * removed even when a whole request or form is logged by mistake.
 */
export const log = pino({
	level: env.logLevel,
	base: undefined,
	timestamp: pino.stdTimeFunctions.isoTime,
	redact: {
		paths: ['cookie', 'authorization', 'password', 'token', 'secret'].flatMap((name) => [
			name,
			`*.${name}`,
			`*.*.${name}`,
		]),
		censor: '[retiré]',
	},
})
