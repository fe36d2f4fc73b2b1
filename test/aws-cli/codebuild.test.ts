import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'

// As in https://docs.aws.amazon.com/codebuild/latest/userguide/getting-started-cli.html, with tests in Node.

const cli = await startCli()
const { aws, json, directory } = cli

const BUILDSPEC = `
version: 0.2
phases:
  build:
    commands:
      - npm test
      - aws sts get-caller-identity --query Account --output text > account.txt
artifacts:
  files: [account.txt]
`

test('a project is made, built, and its artifact fetched; a missing project is refused', {
	timeout: 60_000,
}, async () => {
	const files = {
		'package.json': '{"name":"shop","scripts":{"test":"node --test"}}',
		'sum.test.js': 'require("node:test")("adds", () => require("assert").equal(1 + 1, 2))',
		'buildspec.yml': BUILDSPEC,
	}
	const zip = zipSync(
		Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
	)
	await writeFile(join(directory, 'shop.zip'), zip)
	const trust =
		'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codebuild.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
	const { Role } = await json(
		'iam',
		'create-role',
		'--role-name',
		'build',
		'--assume-role-policy-document',
		trust,
	)
	const policy =
		'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","logs:*"],"Resource":"*"}]}'
	await aws(
		'iam',
		'put-role-policy',
		'--role-name',
		'build',
		'--policy-name',
		's3',
		'--policy-document',
		policy,
	)
	await aws('s3', 'mb', 's3://shop-in')
	await aws('s3', 'cp', 'shop.zip', 's3://shop-in/shop.zip')
	const environment = 'type=LINUX_CONTAINER,image=aws/codebuild/standard:7.0,computeType=BUILD_GENERAL1_SMALL'
	await json(
		...[
			'codebuild',
			'create-project',
			'--name',
			'shop',
			'--service-role',
			Role.Arn,
			'--environment',
			environment,
		],
		...['--source', 'type=S3,location=shop-in/shop.zip'],
		...['--artifacts', 'type=S3,location=shop-in,name=out.zip,packaging=ZIP'],
	)
	const { build } = await json('codebuild', 'start-build', '--project-name', 'shop')
	expect(build).toMatchObject({ buildStatus: 'IN_PROGRESS', currentPhase: 'SUBMITTED', buildNumber: 1 })
	await expect
		.poll(
			async () => (await json('codebuild', 'batch-get-builds', '--ids', build.id)).builds[0].buildStatus,
			{ timeout: 20_000 },
		)
		.toBe('SUCCEEDED')
	await aws('s3', 'cp', 's3://shop-in/out.zip', 'out.zip')
	expect((await aws('s3', 'ls', 's3://shop-in/out.zip')).stdout).toContain('out.zip')
	expect(await json('codebuild', 'list-builds-for-project', '--project-name', 'shop')).toEqual({
		ids: [build.id],
	})
	expect(await aws('codebuild', 'start-build', '--project-name', 'none')).toEqual(
		refusal(
			'ResourceNotFoundException',
			'StartBuild',
			'Project cannot be found: arn:aws:codebuild:eu-west-3:123456789012:project/none',
		),
	)
})
