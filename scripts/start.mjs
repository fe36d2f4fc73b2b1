// `npm start`, alone, on a fresh clone: installs, builds, and hands over to the server.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, checkMachine, checkPorts, environment, install, ROOT } from './machine.mjs'

checkMachine()
if (existsSync(join(ROOT, '.env'))) process.loadEnvFile?.(join(ROOT, '.env'))
await checkPorts()
await install()
await build()

const server = spawn('node', ['--env-file-if-exists=.env', 'app/server/main.ts', ...process.argv.slice(2)], {
	cwd: ROOT,
	env: environment({ NODE_ENV: 'production' }),
	stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('close', (code) => process.exit(code ?? 0))
