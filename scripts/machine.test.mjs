import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { diskComplaint, EXIT, installComplaint, nodeComplaint, portComplaint } from './machine.mjs'

test('a Node that is too old is named, with what is asked for', () => {
	expect(nodeComplaint('18.19.1')).toMatch(/Node 18\.19\.1 est trop ancien.*Node 20/)
	expect(nodeComplaint('20.0.0')).toBeUndefined()
	expect(nodeComplaint('24.21.0')).toBeUndefined()
})

test('a disk that is almost full is told in gigabytes', () => {
	expect(diskComplaint(0.4e9)).toMatch(/il reste 0,4/)
	expect(diskComplaint(50e9)).toBeUndefined()
})

test('an install that fails is told by its cause', () => {
	expect(installComplaint('npm error code ENOSPC')[0]).toBe(EXIT.diskFull)
	expect(installComplaint('npm error network getaddrinfo EAI_AGAIN registry')[0]).toBe(EXIT.networkDown)
	expect(installComplaint('npm error something else')[0]).toBe(EXIT.buildFailed)
})

test('each cause has an exit code of its own', () => {
	expect(new Set(Object.values(EXIT)).size).toBe(Object.values(EXIT).length)
})

test('a port that is taken is named, with the variable that changes it', async () => {
	const taken = createServer()
	await new Promise((resolve) => taken.listen(0, resolve))
	const { port } = taken.address()
	expect(await portComplaint(port, 'PORT')).toBe(
		`Le port ${port} est déjà utilisé. Choisissez-en un autre, par exemple : PORT=${port + 10} npm start`,
	)
	await new Promise((resolve) => taken.close(resolve))
	expect(await portComplaint(port, 'PORT')).toBeUndefined()
})
