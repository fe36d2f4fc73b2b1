import type { Config } from '@react-router/dev/config'

export default {
	appDirectory: 'app',
	buildDirectory: 'build',
	ssr: true,
	// Where a form comes from is asked at the site's own door (`request-refusal.server.ts`), which knows
	// `PUBLIC_URL`. The router compares with the address that it sees: behind TLS, never the browser's.
	allowedActionOrigins: ['**'],
} satisfies Config
