// `npm start`, alone, on a fresh clone: installs, builds, and hands over to the server.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, checkMachine, checkPorts, environment, install, ROOT } from './machine.mjs'
import { supervise } from './supervise.mjs'

checkMachine()
const settings = existsSync(join(ROOT, '.env')) ? ['--env-file=.env'] : []
if (settings.length > 0) process.loadEnvFile?.(join(ROOT, '.env'))
await checkPorts()
await install()
await build()

// A young generation that grows to its default holds eighty megabytes that no page needs.
const memory = '--max-semi-space-size=4'
let server
function start() {
	server = spawn('node', [...settings, memory, 'app/server/main.ts', ...process.argv.slice(2)], {
		cwd: ROOT,
		env: environment({ NODE_ENV: 'production' }),
		stdio: 'inherit',
	})
	return server
}
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.on(signal, () => {
		server.stopping = true
		server.kill(signal)
	})
}
process.exit(await supervise(start))
