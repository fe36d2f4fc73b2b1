import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'

// A connection by the CLI, from its making to its end. Debian's CLI knows the older name alone.

const TIMEOUT_MS = 60_000
const { aws, json } = await startCli({ signed: true })

test('a connection is made, tagged, listed and deleted', { timeout: TIMEOUT_MS }, async () => {
	const named = [
		'--connection-name',
		'github',
		'--provider-type',
		'GitHub',
		'--tags',
		'Key=equipe,Value=paie',
	]
	const made = await json('codestar-connections', 'create-connection', ...named)
	const arn = ['--connection-arn', made.ConnectionArn]
	const { Connection } = await json('codestar-connections', 'get-connection', ...arn)
	expect(Connection).toMatchObject({ ConnectionName: 'github', ConnectionStatus: 'PENDING' })
	const { Tags } = await json(
		...['codestar-connections', 'list-tags-for-resource', '--resource-arn', made.ConnectionArn],
	)
	expect(Tags).toEqual([{ Key: 'equipe', Value: 'paie' }])
	const { Connections } = await json('codestar-connections', 'list-connections')
	expect(Connections).toHaveLength(1)
	await aws('codestar-connections', 'delete-connection', ...arn)
	expect(await aws('codestar-connections', 'get-connection', ...arn)).toEqual(
		refusal('ResourceNotFoundException', 'GetConnection', `Connection not found: ${made.ConnectionArn}`),
	)
})
