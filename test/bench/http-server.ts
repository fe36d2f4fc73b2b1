// A server in a process of its own, for the benchmark beside it: `bare` answers
// fixed bytes, `emulator` is lab A1's sandbox over HTTP. Prints its port.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator } from '#labs/aws/emulator.ts'
import { createEmulatorServer } from '#labs/aws/wire/http.ts'
import { learnerKey } from '#labs/lab.ts'
import { openSolvedLab } from './solved-lab.ts'

const kind = process.argv[2]

if (kind === 'bare') {
	const bytes = Buffer.from(process.argv[3] ?? '', 'base64')
	const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': bytes.length }
	announce(
		createServer((request, response) =>
			request.resume().on('end', () => response.writeHead(200, headers).end(bytes)),
		),
	)
} else {
	const { sandbox } = await openSolvedLab()
	const emulator = createEmulator({
		services: sandbox.host.services,
		realNow: Date.now,
		findSandbox: async () => sandbox,
		onError: (error) => console.error(error),
	})
	announce(createEmulatorServer(emulator), learnerKey(sandbox))
}

function announce(server: ReturnType<typeof createServer>, more: object = {}): void {
	server.listen(0, '127.0.0.1', () => {
		process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port, ...more })}\n`)
	})
}
