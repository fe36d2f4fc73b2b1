import { runCommand } from './run-command.ts'
import type { CommandRequest } from './session.ts'

// A process that runs one command line at a time for the pool that started it.
// It holds no secret of the site: its environment is empty, and what it may
// read on disk is the code that it runs.

process.on('message', async (request: CommandRequest) => {
	try {
		process.send?.(await runCommand(request))
	} catch (error) {
		process.send?.({
			id: request.id,
			stdout: '',
			stderr: `bash: ${error instanceof Error ? error.message : String(error)}\n`,
			exitCode: 1,
			cwd: request.cwd,
			env: request.env,
			written: {},
			removed: [],
		})
	}
})

process.on('disconnect', () => process.exit(0))
process.send?.('ready')
