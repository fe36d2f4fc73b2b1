import { cloudtrail } from './services/cloudtrail/index.ts'
import { cloudwatch } from './services/cloudwatch/index.ts'
import { codebuild } from './services/codebuild/index.ts'
import { codecommit } from './services/codecommit/index.ts'
import { codeconnections, codestarConnections } from './services/codeconnections/index.ts'
import { codepipeline } from './services/codepipeline/index.ts'
import { ecr } from './services/ecr/index.ts'
import { events } from './services/events/index.ts'
import { iam } from './services/iam/index.ts'
import { kms } from './services/kms/index.ts'
import { lambda } from './services/lambda/index.ts'
import { logs } from './services/logs/index.ts'
import { s3 } from './services/s3/index.ts'
import { secretsmanager } from './services/secretsmanager/index.ts'
import { sns } from './services/sns/index.ts'
import { sqs } from './services/sqs/index.ts'
import { ssm } from './services/ssm/index.ts'
import { stepfunctions } from './services/stepfunctions/index.ts'
import { sts } from './services/sts/index.ts'
import type { WebService } from './wire/face.ts'

/** Every service that is emulated, by the name of its model. */
export const services: ReadonlyMap<string, WebService> = new Map(
	[
		cloudtrail,
		cloudwatch,
		codebuild,
		codecommit,
		codeconnections,
		codepipeline,
		codestarConnections,
		ecr,
		events,
		iam,
		kms,
		lambda,
		logs,
		s3,
		secretsmanager,
		sns,
		sqs,
		ssm,
		stepfunctions,
		sts,
	].map((service) => [service.name, service]),
)
