import { z } from 'zod'
import { awsProblems } from '../aws-command.ts'
import { has, isObject, type Kind, kind, type Problem, problem } from '../problem.ts'
import { commandsIn } from '../shell.ts'

// https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html

const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const commands = z
	.array(z.string('YAML reads it as no text; quote the command, which holds « : » or « # »'))
	.nonempty()

const phase = z.strictObject({
	'run-as': z.string().optional(),
	'on-failure': z
		.string()
		.regex(/^(ABORT|CONTINUE|RETRY(-\d+(-.+)?)?)$/)
		.optional(),
	'runtime-versions': texts.optional(),
	commands: commands.optional(),
	finally: commands.optional(),
})
const { 'runtime-versions': _, ...laterPhase } = phase.shape

const artifact = {
	files: z.array(z.string()).nonempty(),
	name: z.string().optional(),
	'discard-paths': z.union([z.boolean(), z.enum(['yes', 'no'])]).optional(),
	'base-directory': z.string().optional(),
	'exclude-paths': z.union([z.string(), z.array(z.string())]).optional(),
	'enable-symlinks': z.union([z.boolean(), z.enum(['yes', 'no'])]).optional(),
	's3-prefix': z.string().optional(),
}

const buildOf = z.strictObject({
	identifier: z.string(),
	buildspec: z.string().optional(),
	'ignore-failure': z.boolean().optional(),
	'debug-session': z.boolean().optional(),
	'depend-on': z.array(z.string()).optional(),
	env: z.record(z.string(), z.unknown()).optional(),
})

const buildspec = z.strictObject({
	version: z.union([z.literal(0.2), z.literal('0.2')], 'write version: 0.2'),
	'run-as': z.string().optional(),
	env: z
		.strictObject({
			shell: z.enum(['bash', '/bin/sh', 'powershell.exe', 'cmd.exe']).optional(),
			variables: texts.optional(),
			'parameter-store': texts.optional(),
			'exported-variables': z.array(z.string()).optional(),
			'secrets-manager': texts.optional(),
			'git-credential-helper': z.union([z.boolean(), z.enum(['yes', 'no'])]).optional(),
		})
		.optional(),
	proxy: z
		.strictObject({
			'upload-artifacts': z.enum(['yes', 'no']).optional(),
			logs: z.enum(['yes', 'no']).optional(),
		})
		.optional(),
	batch: z
		.strictObject({
			'fast-fail': z.boolean().optional(),
			'build-list': z.array(buildOf).optional(),
			'build-graph': z.array(buildOf).optional(),
			'build-matrix': z.record(z.string(), z.unknown()).optional(),
			'build-fanout': z.record(z.string(), z.unknown()).optional(),
		})
		.optional(),
	phases: z.strictObject({
		install: phase.optional(),
		pre_build: z.strictObject(laterPhase).optional(),
		build: z.strictObject(laterPhase).optional(),
		post_build: z.strictObject(laterPhase).optional(),
	}),
	reports: z
		.record(
			z.string(),
			z.strictObject({
				files: z.union([z.string(), z.array(z.string())]),
				'base-directory': z.string().optional(),
				'discard-paths': z.union([z.boolean(), z.enum(['yes', 'no'])]).optional(),
				'file-format': z
					.enum([
						'CUCUMBERJSON',
						'JUNITXML',
						'NUNITXML',
						'NUNIT3XML',
						'TESTNGXML',
						'VISUALSTUDIOTRX',
						'CLOVERXML',
						'COBERTURAXML',
						'JACOCOXML',
						'SIMPLECOV',
					])
					.optional(),
			}),
		)
		.optional(),
	artifacts: z
		.strictObject({
			...artifact,
			files: artifact.files.optional(),
			'secondary-artifacts': z.record(z.string(), z.strictObject(artifact)).optional(),
		})
		.refine(
			(one) => one.files || one['secondary-artifacts'],
			'artifacts has neither files nor secondary-artifacts',
		)
		.optional(),
	cache: z
		.strictObject({
			key: z.string().optional(),
			'fallback-keys': z.array(z.string()).optional(),
			action: z.string().optional(),
			paths: z.array(z.string()),
		})
		.optional(),
})

export const buildspecKind: Kind = kind<{ phases: unknown }>({
	name: 'buildspec',
	matches: (value) => has(value, 'phases') && !has(value, 'jobs'),
	problems: (value) => [
		...schemaProblems('the buildspec', buildspec, value),
		...commandsOf(value.phases).flatMap(commandProblems),
	],
})

/** Parts of a buildspec that are shown alone. */
export const buildspecPartKind: Kind = kind<object>({
	name: 'part of a buildspec',
	matches: (value) =>
		isObject(value) &&
		Object.keys(value).length > 0 &&
		Object.keys(value).every((key) => key in buildspec.shape && key !== 'version'),
	problems: (value) => schemaProblems('the buildspec', buildspec.partial(), value),
})

/** What a schema says of a value, each problem with its place. */
export function schemaProblems(what: string, schema: z.ZodType, value: unknown): Array<Problem> {
	const result = schema.safeParse(value)
	if (result.success) return []
	return result.error.issues.map(({ path, message }) =>
		problem(`${what}, ${path.join('.') || 'whole'}: ${message}`),
	)
}

function commandsOf(value: unknown): Array<string> {
	if (!isObject(value)) return []
	return Object.values(value).flatMap((one) =>
		isObject(one) ? [one.commands, one.finally].flat().filter((text) => typeof text === 'string') : [],
	)
}

/** A command of a build is a command of the shell, and its `aws` is the CLI. */
export function commandProblems(script: string): Array<Problem> {
	try {
		return commandsIn(script)
			.filter(({ words }) => words[0]?.text === 'aws')
			.flatMap(awsProblems)
	} catch (error) {
		return [
			problem(
				`the shell does not understand "${script}": ${error instanceof Error ? error.message : String(error)}`,
			),
		]
	}
}
