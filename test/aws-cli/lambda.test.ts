import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'

// As in https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-awscli.html, then as a task of a state machine:
// https://docs.aws.amazon.com/step-functions/latest/dg/tutorial-creating-lambda-state-machine.html

const cli = await startCli()
const { aws, json, directory } = cli

const trust = (service: string) =>
	JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' },
		],
	})
const roleArn = async (name: string, service: string) => {
	const { Role } = await json(
		...['iam', 'create-role', '--role-name', name, '--assume-role-policy-document', trust(service)],
	)
	return Role.Arn as string
}

test('a function is made, called, published and called by a state machine; a missing one is refused', {
	timeout: 120_000,
}, async () => {
	const source =
		'exports.handler = async ({ nom }) => { console.log("appel"); return { salut: `Bonjour ` + nom } }'
	await writeFile(join(directory, 'function.zip'), zipSync({ 'index.js': Buffer.from(source) }))
	const role = await roleArn('lambda-ex', 'lambda')
	const made = await json(
		...['lambda', 'create-function', '--function-name', 'saluer', '--runtime', 'nodejs20.x'],
		...['--handler', 'index.handler', '--role', role, '--zip-file', 'fileb://function.zip'],
	)
	expect(made).toMatchObject({ FunctionName: 'saluer', State: 'Pending', Version: '$LATEST' })
	await aws('lambda', 'wait', 'function-active-v2', '--function-name', 'saluer')
	const payload = ['--cli-binary-format', 'raw-in-base64-out', '--payload', '{"nom":"Ada"}']
	const called = await json(
		'lambda',
		'invoke',
		'--function-name',
		'saluer',
		...payload,
		'--log-type',
		'Tail',
		'out.json',
	)
	expect(called).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
	expect(Buffer.from(called.LogResult, 'base64').toString()).toContain('\tINFO\tappel\n')
	expect(await readFile(join(directory, 'out.json'), 'utf8')).toBe('{"salut":"Bonjour Ada"}')
	expect(await json('lambda', 'publish-version', '--function-name', 'saluer')).toMatchObject({ Version: '1' })
	const alias = ['--function-name', 'saluer', '--name', 'prod', '--function-version', '1']
	expect(await json('lambda', 'create-alias', ...alias)).toMatchObject({ Name: 'prod', FunctionVersion: '1' })
	expect(await aws('lambda', 'get-function', '--function-name', 'absente')).toEqual(
		refusal(
			'ResourceNotFoundException',
			'GetFunction',
			'Function not found: arn:aws:lambda:eu-west-3:123456789012:function:absente',
		),
	)

	const states = await roleArn('states-ex', 'states')
	const allowed =
		'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"*"}]}'
	await aws(
		...[
			'iam',
			'put-role-policy',
			'--role-name',
			'states-ex',
			'--policy-name',
			'own',
			'--policy-document',
			allowed,
		],
	)
	const definition = JSON.stringify({
		StartAt: 'Saluer',
		States: { Saluer: { Type: 'Task', Resource: made.FunctionArn, End: true } },
	})
	const { stateMachineArn } = await json(
		...[
			'stepfunctions',
			'create-state-machine',
			'--name',
			'accueil',
			'--role-arn',
			states,
			'--definition',
			definition,
		],
	)
	const { executionArn } = await json(
		...[
			'stepfunctions',
			'start-execution',
			'--state-machine-arn',
			stateMachineArn,
			'--input',
			'{"nom":"Bob"}',
		],
	)
	const told = () => json('stepfunctions', 'describe-execution', '--execution-arn', executionArn)
	await expect.poll(async () => (await told()).status, { timeout: 20_000 }).toBe('SUCCEEDED')
	expect(await told()).toMatchObject({ output: '{"salut":"Bonjour Bob"}' })
})
