import { expect, test } from 'vitest'
import type { Block } from './block.ts'
import { checkCommands } from './command-block.ts'
import { checkJson } from './json-block.ts'
import { pythonFaults } from './python.ts'
import { difference } from './same-output.ts'
import { sdkFaults } from './sdk-calls.ts'
import { findModel } from './service-models.ts'
import { parseProgram } from './syntax-tree.ts'
import { outputProblems } from './transcript-output.ts'
import { checkYaml } from './yaml-block.ts'

// A check that cannot fail proves nothing: each of these is wrong in one way.

function block(language: string, code: string, rest: Partial<Block> = {}): Block {
	return { file: 'lecon.mdx', line: 10, language, code, unknown: [], ...rest }
}

async function jsonFaults(value: unknown, rest: Partial<Block> = {}): Promise<Array<string>> {
	const code = typeof value === 'string' ? value : JSON.stringify(value)
	return (await checkJson(block('json', code, rest), [])).map(({ problem }) => problem)
}

const action = {
	name: 'Publier',
	actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'S3', version: '1' },
	configuration: { BucketName: 'seau', Extract: 'true' },
	inputArtifacts: [{ name: 'SourceOutput' }],
}
const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::seau/*' }

test('JSON that does not parse is told at its line', async () => {
	const [fault] = await checkJson(block('json', '{\n  "a": 1,\n}'), [])
	expect(fault?.line).toBe(12)
	expect(fault?.problem).toContain('invalid JSON')
})

test.for<[string, unknown, string]>([
	['an action without its input', { ...action, inputArtifacts: [] }, 'declares 0 input artifacts'],
	['a key that the API does not know', { ...action, runorder: 1 }, 'Unknown parameter in input: "runorder"'],
	['a value of the wrong type', { ...action, runOrder: '1' }, 'Invalid type for parameter runOrder'],
	[
		'an unknown key of S3',
		{ ...action, configuration: { BucketName: 'seau', Extract: 'true', Gzip: 'x' } },
		"unknown configuration 'Gzip'",
	],
	['a name with an accent', { ...action, name: 'Déployer' }, 'regular expression pattern'],
	[
		'a stage that produces one artifact twice',
		{ name: 'S', actions: [{ ...action, outputArtifacts: [] }, action] },
		"'Publier' is used more than once",
	],
	['a mode that does not exist', { executionMode: 'SERIAL' }, 'enum value set'],
	[
		'a policy with an unknown action',
		{ Version: '2012-10-17', Statement: [{ ...statement, Action: 's3:ReadObject' }] },
		'IAM knows no action s3:ReadObject',
	],
	[
		'a policy whose resource is no ARN',
		{ Version: '2012-10-17', Statement: [{ ...statement, Resource: 'seau' }] },
		'must be in ARN format',
	],
	[
		'a policy of another version',
		{ Version: '2012-10-18', Statement: [statement] },
		'"Version": "2012-10-17"',
	],
	[
		'a trust policy with a resource of a service that does not exist',
		{
			Version: '2012-10-17',
			Statement: [
				{ Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'iam:PassRole' },
			],
		},
		'AssumeRole',
	],
	[
		'a state that pipelines do not have',
		{ source: ['aws.codepipeline'], detail: { state: ['CANCELLED'] } },
		'has the state CANCELLED',
	],
	[
		'a type of event that does not exist',
		{ source: ['aws.codepipeline'], 'detail-type': ['Pipeline Change'] },
		'sends no "Pipeline Change"',
	],
	[
		'a pattern whose value is no list',
		{ source: ['aws.codepipeline'], detail: { state: 'FAILED' } },
		'is not a list',
	],
	['an image definition without its image', [{ name: 'web', imageUri: 'x', tag: 'v1' }], 'has no "tag"'],
	[
		'a state machine that leads nowhere',
		{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
		'leads to "B"',
	],
	['an object of no known shape', { bonjour: 1 }, 'its shape is none that can be checked'],
])('%s is refused', async ([, value, problem]) => {
	expect((await jsonFaults(value)).join()).toContain(problem)
})

test('an example that is wrong on purpose must be refused as its fence says', async () => {
	const wrong = { ...action, inputArtifacts: [] }
	expect(await jsonFaults(wrong, { refused: 'InvalidActionDeclarationException' })).toEqual([])
	expect((await jsonFaults(wrong, { refused: 'InvalidStructureException' })).join()).toContain(
		'not with "InvalidStructureException"',
	)
	expect((await jsonFaults(action, { refused: 'InvalidStructureException' })).join()).toContain(
		'is accepted, though',
	)
})

test.for<[string, string]>([
	['aws codepipline list-pipelines', 'no service "codepipline"'],
	['aws codepipeline describe-pipeline --name x', 'has no command "describe-pipeline"'],
	['aws codepipeline get-pipeline --pipeline-name x', 'Unknown options: --pipeline-name'],
	['aws codepipeline get-pipeline', 'required: --name'],
	[
		'aws codepipeline retry-stage-execution --pipeline-name x --stage-name y --pipeline-execution-id 4f1c2a7e-8d35-4b6a-9e20-5c7d1f3b8a64 --retry-mode FAILED',
		'enum value set: [FAILED_ACTIONS, ALL_ACTIONS]',
	],
	['aws codepipeline get-pipeline --name x --query pipeline.versions', 'selects "versions"'],
	['aws codepipeline get-pipeline-state --name x --query stageStates.stageName', 'in a list'],
	['aws codepipeline list-pipelines --output xml', '--output xml'],
	['aws events put-targets --rule r --targets Id=a,Arnn=b', 'Unknown parameter in [0]: "Arnn"'],
	['aws s3 cp a.zip', 'takes 2 words'],
	['aws s3 sync a s3://b --purge', 'Unknown options: --purge'],
	['aws ecs wait service-stable --services a', 'no waiter "service-stable"'],
	['aws codepipeline get-pipeline --name <nom> x', 'instead of a placeholder'],
	["aws codepipeline get-pipeline --name 'x", 'the shell does not understand it'],
])('%s is refused', ([command, problem]) => {
	const faults = checkCommands(block('bash', command)).map((fault) => fault.problem)
	expect(faults.join()).toContain(problem)
})

test('a transcript is told at the line of its command', () => {
	const [fault] = checkCommands(block('console', '$ pwd\n/home\n$ aws codepipeline get-pipeline'))
	expect(fault).toMatchObject({ file: 'lecon.mdx', line: 12 })
})

test.for<[string, string, string]>([
	[
		'a command that YAML reads as a map',
		'version: 0.2\nphases:\n  build:\n    commands:\n      - curl --header "A: b"',
		'quote the command',
	],
	['a phase that does not exist', 'version: 0.2\nphases:\n  test:\n    commands: [npm test]', 'test'],
	[
		'a wrong aws command in a build',
		'version: 0.2\nphases:\n  build:\n    commands:\n      - aws s3 copy a b',
		'no command "copy"',
	],
	[
		'a hook that does not exist',
		'version: 0.0\nos: linux\nhooks:\n  AfterStart:\n    - location: a.sh',
		'AfterStart',
	],
	[
		'an unknown property',
		'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      Name: a',
		'has no Name',
	],
	[
		'a missing property',
		'Resources:\n  A:\n    Type: AWS::SNS::Subscription\n    Properties:\n      Endpoint: a',
		'lacks',
	],
	[
		'a resource that is not there',
		"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Ref Nom",
		'"Nom" is neither',
	],
	[
		'an attribute that is not there',
		"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::S3::Bucket\nOutputs:\n  B:\n    Value: !GetAtt A.Url",
		'has no attribute Url',
	],
	['a key written twice', 'version: 0.2\nversion: 0.2', 'invalid YAML'],
])('%s is refused', async ([, code, problem]) => {
	const faults = await checkYaml(block('yaml', code))
	expect(faults.map((fault) => fault.problem).join()).toContain(problem)
})

test('a template’s pipeline is created as the API would', async () => {
	const template = (extract: string) => `Resources:
  P:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      PipelineType: V2
      RoleArn: !GetAtt Role.Arn
      ArtifactStore: { Type: S3, Location: !Ref Seau }
      Stages:
        - Name: Source
          Actions:
            - Name: A
              ActionTypeId: { Category: Source, Owner: AWS, Provider: S3, Version: '1' }
              Configuration: { S3Bucket: !Ref Source, S3ObjectKey: a.zip, PollForSourceChanges: false }
              OutputArtifacts: [{ Name: S }]
        - Name: Deploy
          Actions:
            - Name: B
              ActionTypeId: { Category: Deploy, Owner: AWS, Provider: S3, Version: '1' }
              Configuration: { BucketName: web, Extract: ${extract} }
              InputArtifacts: [{ Name: S }]
`
	expect(await checkYaml(block('yaml', template('true')))).toEqual([])
	const [fault] = await checkYaml(block('yaml', template('false')))
	expect(fault?.problem).toContain("missing required configuration 'ObjectKey'")
})

test('a program asks the SDK for what it has', () => {
	const faults = (code: string) => sdkFaults(parseProgram(code, 'typescript').program).map(({ text }) => text)
	const from = "from '@aws-sdk/client-codepipeline'"
	expect(faults(`import { GetPipelinesCommand } ${from}`)).toEqual([
		'@aws-sdk/client-codepipeline has no GetPipelinesCommand',
	])
	const call = `import { GetPipelineCommand } ${from}\nnew GetPipelineCommand({ pipelineName: 'x' })`
	expect(faults(call)).toEqual([
		'GetPipelineCommand needs name',
		'GetPipelineCommand has no pipelineName; it takes name, version',
	])
	expect(parseProgram('const = 1', 'typescript').errors).toHaveLength(1)
})

test('a Python program compiles and asks boto3 for what it has', () => {
	const start = 'import boto3\nc = boto3.client("codepipeline")\n'
	const [syntax, method, keyword] = pythonFaults([
		'def f(:\n  pass',
		`${start}c.get_pipelines()`,
		`${start}c.get_pipeline(pipelineName="x")`,
	])
	expect(syntax?.[0]?.text).toContain('invalid Python')
	expect(method).toEqual([{ text: "boto3's codepipeline client has no get_pipelines", line: 2 }])
	expect(keyword?.map(({ text }) => text)).toEqual([
		'get_pipeline needs name',
		'get_pipeline has no pipelineName; it takes name, version',
	])
})

test('an answer has the members of its operation, and a refusal one of its codes', () => {
	const model = findModel('codepipeline')
	if (!model) throw new Error('no model of CodePipeline')
	const called = { model, service: 'codepipeline', operation: 'StartPipelineExecution' }
	const problems = (output: string) => outputProblems(called, {}, output).map(({ text }) => text)
	expect(problems('{ "pipelineExecutionId": "4f1c2a7e-8d35-4b6a-9e20-5c7d1f3b8a64" }')).toEqual([])
	expect(problems('{ "executionId": "x" }').join()).toContain('Unknown parameter in input: "executionId"')
	expect(problems('démarré').join()).toContain('aws prints JSON here')
	const refusal = 'An error occurred (X) when calling the StartPipelineExecution operation: non'
	expect(problems(refusal.replace('X', 'PipelineNotFoundException'))).toEqual([])
	expect(problems(refusal.replace('X', 'PipelineMissing')).join()).toContain(
		'never refused with PipelineMissing',
	)
})

test('outputs are compared but for what changes each time', () => {
	const id = '4f1c2a7e-8d35-4b6a-9e20-5c7d1f3b8a64'
	expect(
		difference(`{"b": 1, "a": "${id}"}`, `{\n "a": "${id.replace('4', '5')}",\n "b": 1\n}\n`),
	).toBeUndefined()
	expect(difference('Succeeded', 'Failed')).toContain('prints "Failed"')
	expect(
		difference('-----\n| Titre |\n+---+---+\n| a | b |\n+---+---+', '+----+----+\n| a  | b  |\n+----+----+'),
	).toBeUndefined()
	expect(difference('+---+---+\n| a | b |\n+---+---+', '+---+---+\n| a | c |\n+---+---+')).toContain('a | c')
})
