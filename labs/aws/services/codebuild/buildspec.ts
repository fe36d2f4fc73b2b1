import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { ArtifactPlan, OnFailure, PhasePlan, PhaseType, ReportPlan } from './build-work.ts'

/** Bytes of a buildspec: reading the worst of that size holds the event loop for less than 50 ms. How often it may repeat what it has named. */
export const BUILDSPEC_BYTES = 16 * 1024
/** Lines, and marks, of which the parser takes more than its share of time. */
const LINES_AT_MOST = 1_000
const MARKS_AT_MOST = 2_000
const ALIASES_AT_MOST = 100
const REPORT_GROUPS_AT_MOST = 5

/** Why a build cannot be read; ends DOWNLOAD_SOURCE with YAML_FILE_ERROR. */
export class BuildspecError extends Error {
	override readonly name = 'BuildspecError'
}

/** What a buildspec asks for: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
export interface Buildspec {
	version: 0.1 | 0.2
	variables: Readonly<Record<string, string>>
	parameterStore: Readonly<Record<string, string>>
	secretsManager: Readonly<Record<string, string>>
	exportedVariables: ReadonlyArray<string>
	runtimes: ReadonlyArray<[name: string, version: string]>
	/** Commands of each phase that it has. */
	phases: ReadonlyArray<PhasePlan>
	artifacts: ReadonlyArray<ArtifactPlan>
	reports: ReadonlyArray<ReportPlan>
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const texts = z.record(z.string(), z.union([text, z.null().transform(() => '')]))
const yesOrNo = z.union([z.boolean(), z.string().transform((word) => /^(yes|true)$/i.test(word))])
const phase = z.object({
	'run-as': text.optional(),
	'on-failure': z.string().optional(),
	'runtime-versions': texts.optional(),
	commands: z.array(text).nullish(),
	finally: z.array(text).nullish(),
})
const artifact = z.object({
	files: z.union([text.transform((one) => [one]), z.array(text)]).nullish(),
	name: text.optional(),
	'base-directory': text.optional(),
	'discard-paths': yesOrNo.optional(),
	'exclude-paths': z.union([text.transform((one) => [one]), z.array(text)]).nullish(),
	'enable-symlinks': yesOrNo.optional(),
	's3-prefix': text.optional(),
})
const PHASES = {
	install: 'INSTALL',
	pre_build: 'PRE_BUILD',
	build: 'BUILD',
	post_build: 'POST_BUILD',
} as const
const buildspec = z.object({
	version: z.union([z.number(), z.string()]),
	'run-as': text.optional(),
	env: z
		.object({
			shell: text.optional(),
			variables: texts.nullish(),
			'parameter-store': texts.nullish(),
			'secrets-manager': texts.nullish(),
			'exported-variables': z.array(text).nullish(),
			'git-credential-helper': yesOrNo.optional(),
		})
		.nullish(),
	proxy: z.unknown().optional(),
	batch: z.unknown().optional(),
	cache: z.unknown().optional(),
	phases: z.partialRecord(z.enum(Object.keys(PHASES) as ['install']), phase.nullable()),
	reports: z
		.record(
			z.string(),
			z.object({
				files: z.union([text.transform((one) => [one]), z.array(text)]),
				'base-directory': text.optional(),
				'discard-paths': yesOrNo.optional(),
				'file-format': text.optional(),
			}),
		)
		.nullish(),
	artifacts: artifact.extend({ 'secondary-artifacts': z.record(z.string(), artifact).nullish() }).nullish(),
})

/** Reads a buildspec. Throws BuildspecError. */
export function parseBuildspec(source: string): Buildspec {
	if (Buffer.byteLength(source) > BUILDSPEC_BYTES)
		throw new BuildspecError(`The buildspec is larger than ${BUILDSPEC_BYTES} bytes`)
	const marks = source.match(/[[{!&*?:,]/g) ?? []
	// The wording is ours.
	if (source.split('\n').length > LINES_AT_MOST || marks.length > MARKS_AT_MOST)
		throw new BuildspecError(
			`The buildspec has more than ${LINES_AT_MOST} lines or ${MARKS_AT_MOST} marks of YAML`,
		)
	const read = buildspec.safeParse(parseYaml(source))
	if (!read.success) throw new BuildspecError(told(read.error.issues[0]))
	const { version, env, phases, reports, artifacts } = read.data
	if (Number(version) !== 0.1 && Number(version) !== 0.2)
		throw new BuildspecError(`Unsupported buildspec version: ${version}`)
	const plans = (Object.keys(PHASES) as Array<keyof typeof PHASES>).flatMap((name) => {
		const asked = phases[name as 'install']
		return asked === undefined ? [] : [phasePlan(PHASES[name], asked ?? {})]
	})
	if (Object.keys(reports ?? {}).length > REPORT_GROUPS_AT_MOST)
		throw new BuildspecError(`A build may have at most ${REPORT_GROUPS_AT_MOST} report groups`)
	return {
		version: Number(version) === 0.1 ? 0.1 : 0.2,
		variables: env?.variables ?? {},
		parameterStore: env?.['parameter-store'] ?? {},
		secretsManager: env?.['secrets-manager'] ?? {},
		exportedVariables: env?.['exported-variables'] ?? [],
		runtimes: Object.entries(phases.install?.['runtime-versions'] ?? {}),
		phases: plans,
		artifacts: artifacts ? artifactPlans(artifacts) : [],
		reports: Object.entries(reports ?? {}).map(([name, report]) => ({
			name,
			files: report.files,
			baseDirectory: report['base-directory'] ?? '.',
			fileFormat: (report['file-format'] ?? 'JUNITXML').toUpperCase(),
		})),
	}
}

function parseYaml(source: string): unknown {
	const lineCounter = new LineCounter()
	const document = parseDocument(source, { lineCounter, prettyErrors: false })
	const [error] = document.errors
	if (error) {
		const { line, col } = lineCounter.linePos(error.pos[0])
		throw new BuildspecError(`yaml: line ${line}: column ${col}: ${error.message}`)
	}
	try {
		return document.toJS({ maxAliasCount: ALIASES_AT_MOST })
	} catch (error) {
		throw new BuildspecError(`yaml: ${error instanceof Error ? error.message : String(error)}`)
	}
}

/** The first thing that is wrong, in CodeBuild's words where they are known. */
function told(issue: z.core.$ZodIssue | undefined): string {
	const path = issue?.path.map(String) ?? []
	const [head, name = '', list, index] = path
	if (head === 'phases' && list !== undefined && index !== undefined) {
		const title = list.charAt(0).toUpperCase() + list.slice(1)
		return `Expected ${title}[${index}] to be of string type: found subkeys instead at ${name}`
	}
	// The wording is ours.
	return `Invalid buildspec at ${path.join('.') || 'its root'}: ${issue?.message ?? 'it cannot be read'}`
}

function phasePlan(type: PhaseType, asked: z.infer<typeof phase>): PhasePlan {
	return {
		type,
		commands: asked.commands ?? [],
		finally: asked.finally ?? [],
		onFailure: readOnFailure(asked['on-failure']),
	}
}

/** ABORT, CONTINUE, RETRY, RETRY-<n>, RETRY-<words>, RETRY-<n>-<words>. */
function readOnFailure(asked: string | undefined): OnFailure {
	if (asked === undefined) return {}
	if (asked === 'ABORT' || asked === 'CONTINUE') return { action: asked }
	const [, count, pattern] = /^RETRY(?:-(\d{1,3}))?(?:-(.+))?$/.exec(asked) ?? []
	if (!asked.startsWith('RETRY') || Number(count ?? 3) > 100)
		throw new BuildspecError(`Invalid on-failure value: ${asked}. Valid values are ABORT, CONTINUE and RETRY`)
	return { action: 'RETRY', retries: Number(count ?? 3), ...(pattern && { pattern }) }
}

function artifactPlans({
	'secondary-artifacts': secondary,
	...primary
}: z.infer<typeof artifact> & { 'secondary-artifacts'?: Record<string, z.infer<typeof artifact>> | null }) {
	const plans = Object.entries(secondary ?? {}).map(([id, one]) => artifactPlan(id, one))
	return primary.files ? [artifactPlan('', primary), ...plans] : plans
}

function artifactPlan(id: string, asked: z.infer<typeof artifact>): ArtifactPlan {
	return {
		id,
		files: asked.files ?? [],
		baseDirectory: asked['base-directory'] ?? '.',
		excludePaths: asked['exclude-paths'] ?? [],
		discardPaths: asked['discard-paths'] ?? false,
		...(asked.name !== undefined && { name: asked.name }),
	}
}
