import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { contentPlugins } from './vite.config.ts'

export default defineConfig({
	plugins: contentPlugins,
	test: {
		// Opening an embedded database takes seconds on a busy machine.
		testTimeout: 30_000,
		hookTimeout: 60_000,
		projects: [
			{
				extends: true,
				test: {
					name: 'code',
					include: ['{app,labs,content,prisma,scripts,test}/**/*.test.{ts,tsx,mjs}'],
					exclude: ['test/content/**', '**/node_modules/**'],
					globalSetup: ['test/setup/database-template.ts'],
				},
			},
			{
				extends: true,
				// These only read: they share what they read, all the pages of the course.
				test: { name: 'content', include: ['test/content/**/*.test.ts'], isolate: false },
			},
		],
		// Nothing of the developer's own environment or data reaches a test.
		env: {
			NODE_ENV: 'test',
			FILIERE_MODE: 'demo',
			DATA_DIR: join(tmpdir(), 'filiere-test'),
			DATABASE_URL: '',
			PUBLIC_URL: 'http://localhost:3000',
			SMTP_URL: '',
			APP_SECRET: 'a secret for tests only, 32 characters',
			CERTIFICATE_KEY: '',
			LOG_LEVEL: 'silent',
			TZ: 'UTC',
		},
	},
})
