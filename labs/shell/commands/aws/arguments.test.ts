import { expect, test } from 'vitest'
import { loadModel } from '../../../aws/wire/model.ts'
import { buildInput } from './arguments.ts'
import { parseCommandLine } from './command-line.ts'

/** The input that a command line gives to its operation; there are no files. */
async function inputOf(service: string, operation: string, ...words: Array<string>): Promise<unknown> {
	const { options } = parseCommandLine(words)
	const readFile = async (path: string) => {
		throw new Error(`no file ${path}`)
	}
	return buildInput(loadModel(service), operation, options, readFile)
}

test('an option that the CLI renamed gives its member', async () => {
	expect(await inputOf('codepipeline', 'GetPipeline', '--name', 'site', '--pipeline-version', '2')).toEqual({
		name: 'site',
		version: 2,
	})
	await expect(inputOf('codepipeline', 'GetPipeline', '--name', 'site', '--version', '2')).rejects.toThrow(
		'Unknown options: --version, 2',
	)
})

test('what follows a flag is an operand', () => {
	const line = parseCommandLine(['s3', 'cp', '--recursive', 'site', 's3://seau', '--acl', 'private'])
	expect(line.positionals).toEqual(['s3', 'cp', 'site', 's3://seau'])
	expect([...line.options]).toEqual([
		['--recursive', []],
		['--acl', ['private']],
	])
})

test('a shorthand takes the types of its shapes: one value for a list, true and numbers', async () => {
	const words = [
		'--targets',
		'Id=a,Arn=arn:aws:sns:eu-west-3:111111111111:x,RetryPolicy={MaximumRetryAttempts=2}',
	]
	expect(await inputOf('events', 'PutTargets', '--rule', 'r', ...words)).toEqual({
		Rule: 'r',
		Targets: [
			{ Id: 'a', Arn: 'arn:aws:sns:eu-west-3:111111111111:x', RetryPolicy: { MaximumRetryAttempts: 2 } },
		],
	})
	const filters = ['--deployment-id', 'd-1', '--target-filters', 'TargetStatus=Failed']
	expect(await inputOf('codedeploy', 'ListDeploymentTargets', ...filters)).toEqual({
		deploymentId: 'd-1',
		targetFilters: { TargetStatus: ['Failed'] },
	})
	const parameters = ['--parameters', 'ParameterKey=A,UsePreviousValue=true']
	expect(await inputOf('cloudformation', 'UpdateStack', '--stack-name', 's', ...parameters)).toEqual({
		StackName: 's',
		Parameters: [{ ParameterKey: 'A', UsePreviousValue: true }],
	})
})
