import { defineConfig } from '@playwright/test'

const PORT = 3187
const EMULATOR_PORT = 4587

export default defineConfig({
	testDir: 'test/e2e',
	timeout: 60_000,
	workers: 2,
	reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
	outputDir: 'test-results/journeys',
	use: {
		baseURL: `http://localhost:${PORT}`,
		locale: 'fr-FR',
		timezoneId: 'Europe/Paris',
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
			args: [
				'--no-sandbox',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
				'--no-first-run',
			],
		},
	},
	webServer: {
		command: 'rm -rf test-results/data && node app/server/main.ts',
		url: `http://localhost:${PORT}/sante`,
		timeout: 60_000,
		env: {
			NODE_ENV: 'production',
			PORT: String(PORT),
			EMULATOR_PORT: String(EMULATOR_PORT),
			PUBLIC_URL: `http://localhost:${PORT}`,
			DATA_DIR: 'test-results/data',
			LOG_LEVEL: 'warn',
			DATABASE_URL: '',
		},
	},
})
