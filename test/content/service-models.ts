import { existsSync, readFileSync } from 'node:fs'
import { loadModel, type ServiceModel } from '#labs/aws/wire/model.ts'

/** Where the CLI, the SDKs and botocore name a service otherwise than its model. */
const ALIASES: Record<string, string> = {
	s3api: 's3',
	deploy: 'codedeploy',
	sfn: 'stepfunctions',
	'elastic-load-balancing-v2': 'elbv2',
	'cloudwatch-logs': 'logs',
	eventbridge: 'events',
	'elastic-beanstalk': 'elasticbeanstalk',
	'cost-explorer': 'ce',
	'resource-groups-tagging-api': 'resourcegroupstaggingapi',
}

const fixtures = new Map<string, ServiceModel | undefined>()

/** The model of a service, by its name in the CLI or an SDK; undefined when there is none here. */
export function findModel(name: string): ServiceModel | undefined {
	const service = ALIASES[name] ?? name
	if (!/^[a-z0-9-]+$/.test(service)) return
	// The emulator holds a part of EC2, the fixture a larger one.
	if (!fixtures.has(service)) fixtures.set(service, readFixture(service) ?? readOwn(service))
	return fixtures.get(service)
}

function readOwn(service: string): ServiceModel | undefined {
	return existsSync(`labs/aws/wire/models/${service}.json`) ? loadModel(service) : undefined
}

function readFixture(service: string): ServiceModel | undefined {
	const file = `test/fixtures/aws-models/${service}.json`
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ServiceModel) : undefined
}
