import { z } from 'zod'
import { has, type Kind, kind } from '../problem.ts'
import { schemaProblems } from './buildspec.ts'

// https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html

const version = z.union([z.literal(0), z.literal('0.0')], 'write version: 0.0')
const script = z.strictObject({
	location: z.string(),
	timeout: z.union([z.int(), z.string().regex(/^\d+$/)]).optional(),
	runas: z.string().optional(),
})
const hooksOf = (names: ReadonlyArray<string>) =>
	z.partialRecord(z.enum(names as [string, ...Array<string>]), z.array(script).nonempty())

const SERVER_HOOKS = [
	'ApplicationStop',
	'BeforeInstall',
	'AfterInstall',
	'ApplicationStart',
	'ValidateService',
	'BeforeBlockTraffic',
	'AfterBlockTraffic',
	'BeforeAllowTraffic',
	'AfterAllowTraffic',
]
const ECS_HOOKS = [
	'BeforeInstall',
	'AfterInstall',
	'AfterAllowTestTraffic',
	'BeforeAllowTraffic',
	'AfterAllowTraffic',
]

const server = z.strictObject({
	version,
	os: z.enum(['linux', 'windows']),
	files: z.array(z.strictObject({ source: z.string(), destination: z.string() })).optional(),
	file_exists_behavior: z.enum(['DISALLOW', 'OVERWRITE', 'RETAIN']).optional(),
	permissions: z
		.array(
			z.strictObject({
				object: z.string(),
				pattern: z.string().optional(),
				except: z.array(z.string()).optional(),
				owner: z.string().optional(),
				group: z.string().optional(),
				mode: z.union([z.int(), z.string()]).optional(),
				acls: z.array(z.string()).optional(),
				context: z.record(z.string(), z.string()).optional(),
				type: z.array(z.enum(['file', 'directory'])).optional(),
			}),
		)
		.optional(),
	hooks: hooksOf(SERVER_HOOKS).optional(),
})

/** Hooks of ECS and Lambda name a function each. */
const functionHooks = (names: ReadonlyArray<string>) =>
	z.array(z.partialRecord(z.enum(names as [string, ...Array<string>]), z.string())).optional()

const ecs = z.strictObject({
	version,
	Resources: z
		.array(
			z.strictObject({
				TargetService: z.strictObject({
					Type: z.literal('AWS::ECS::Service'),
					Properties: z.strictObject({
						TaskDefinition: z.string(),
						LoadBalancerInfo: z.strictObject({
							ContainerName: z.string(),
							ContainerPort: z.union([z.int(), z.string()]),
						}),
						PlatformVersion: z.string().optional(),
						NetworkConfiguration: z.record(z.string(), z.unknown()).optional(),
						CapacityProviderStrategy: z.array(z.record(z.string(), z.unknown())).optional(),
					}),
				}),
			}),
		)
		.length(1),
	Hooks: functionHooks(ECS_HOOKS),
})

const lambda = z.strictObject({
	version,
	Resources: z.array(
		z.record(
			z.string(),
			z.strictObject({
				Type: z.literal('AWS::Lambda::Function'),
				Properties: z.strictObject({
					Name: z.string(),
					Alias: z.string(),
					CurrentVersion: z.union([z.string(), z.int()]),
					TargetVersion: z.union([z.string(), z.int()]),
				}),
			}),
		),
	),
	Hooks: functionHooks(['BeforeAllowTraffic', 'AfterAllowTraffic']),
})

/** The EC2 deploy action's own file, which has two hooks. */
const deployspec = z.strictObject({
	version,
	files: server.shape.files,
	permissions: server.shape.permissions,
	hooks: hooksOf(['BeforeDeploy', 'AfterDeploy']).optional(),
})

export const appspecKinds: ReadonlyArray<Kind> = [
	kind({
		name: 'appspec of instances',
		matches: (value) => has(value, 'version', 'os'),
		problems: (value) => schemaProblems('the appspec', server, value),
	}),
	kind({
		name: 'appspec of ECS or Lambda',
		matches: (value) => has(value, 'version', 'Resources') && Array.isArray(value.Resources),
		problems: (value) =>
			schemaProblems('the appspec', JSON.stringify(value).includes('TargetService') ? ecs : lambda, value),
	}),
	kind({
		name: 'deployspec',
		matches: (value) =>
			has(value, 'version', 'files') || (has(value, 'version', 'hooks') && !has(value, 'os')),
		problems: (value) => schemaProblems('the deployspec', deployspec, value),
	}),
]
