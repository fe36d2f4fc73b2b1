import type { ServiceModel, Shape } from '#labs/aws/wire/model.ts'
import { parseCommandLine } from '#labs/shell/commands/aws/command-line.ts'
import { kebab, optionOf } from '#labs/shell/commands/aws/names.ts'
import { parseShorthand } from '#labs/shell/commands/aws/shorthand.ts'
import { fitShorthand } from '#labs/shell/commands/aws/shorthand-fit.ts'
import { UsageError } from '#labs/shell/commands/aws/usage-error.ts'
import { customCommandProblems, isCustomCommand } from './aws-custom-commands.ts'
import { queryProblem } from './aws-query.ts'
import { type Problem, problem } from './problem.ts'
import { findModel } from './service-models.ts'
import { shapeProblems } from './shape.ts'
import type { Typed, Word } from './shell.ts'

/** A command that is an operation of a service. */
export interface Operation {
	model: ServiceModel
	service: string
	operation: string
}

/** Options that every operation takes, beside those of `parseCommandLine`. */
const EVERYWHERE = [
	'--cli-input-json',
	'--cli-input-yaml',
	'--generate-cli-skeleton',
	'--cli-binary-format',
	'--no-sign-request',
	'--no-cli-auto-prompt',
	'--cli-auto-prompt',
]
const PAGES = ['--max-items', '--page-size', '--starting-token']
/** Options that the CLI adds to one operation, and the member that they stand for when it is required. */
const ADDED: Readonly<Record<string, { options: ReadonlyArray<string>; member?: string }>> = {
	'lambda.CreateFunction': { options: ['--zip-file'], member: 'Code' },
	'codedeploy.CreateDeployment': { options: ['--s3-location', '--github-location'] },
	'codedeploy.GetApplicationRevision': {
		options: ['--s3-location', '--github-location'],
		member: 'revision',
	},
	'codedeploy.RegisterApplicationRevision': {
		options: ['--s3-location', '--github-location'],
		member: 'revision',
	},
	'monitoring.PutMetricData': {
		options: ['--metric-name', '--value', '--unit', '--dimensions', '--timestamp', '--statistic-values'],
		member: 'MetricData',
	},
	'ec2.AuthorizeSecurityGroupIngress': { options: ['--protocol', '--port', '--cidr', '--source-group'] },
	'ec2.AuthorizeSecurityGroupEgress': { options: ['--protocol', '--port', '--cidr', '--source-group'] },
	'ec2.RunInstances': {
		options: ['--count', '--associate-public-ip-address', '--no-associate-public-ip-address'],
	},
}
const OUTPUTS = ['json', 'text', 'table', 'yaml', 'yaml-stream', 'off']
/** What stands for a word that is only known when the command runs. */
const UNKNOWN = '\uFFFC'

/** What keeps an `aws …` command from being one: names, options, what is required, values. */
export function awsProblems({ words, reads }: Typed): Array<Problem> {
	if (reads.length > 0)
		return [problem(`"<${reads[0]}" reads a file for the shell; write a real value instead of a placeholder`)]
	const texts = words.slice(1).map(({ text, exact }) => (exact ? text : UNKNOWN))
	try {
		const line = parseCommandLine(texts)
		return [...globalProblems(line.globals), ...commandProblems(line)]
	} catch (error) {
		if (error instanceof UsageError) return [problem(error.message, 'ParamValidation')]
		throw error
	}
}

type Line = ReturnType<typeof parseCommandLine>

/** The operation that a command calls; undefined when it is the CLI's own or does not exist. */
export function operationOf(words: ReadonlyArray<Word>): (Operation & { line: Line }) | undefined {
	const line = parseCommandLine(words.slice(1).map(({ text, exact }) => (exact ? text : UNKNOWN)))
	const [service = '', command = ''] = line.positionals
	if (isCustomCommand(service, command)) return
	const model = findModel(service)
	const operation = model && Object.keys(model.operations).find((name) => kebab(name) === command)
	return model && operation ? { model, service, operation, line } : undefined
}

function globalProblems({ output, region }: Line['globals']): Array<Problem> {
	const found: Array<Problem> = []
	if (output && output !== UNKNOWN && !OUTPUTS.includes(output))
		found.push(problem(`--output ${output} is none of ${OUTPUTS.join(', ')}`))
	if (region && region !== UNKNOWN && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
		found.push(problem(`--region ${region} is no Region`))
	return found
}

function commandProblems(line: Line): Array<Problem> {
	const [service = '', command = ''] = line.positionals
	if (line.options.has('--version') && service === '') return []
	if (isCustomCommand(service, command)) return customCommandProblems(line)
	const model = findModel(service)
	if (!model) {
		return [
			problem(
				`the CLI has no service "${service}", or its model is not in labs/aws/wire/models; correct it, or say unchecked="why"`,
			),
		]
	}
	if (command === 'help' || command === UNKNOWN) return []
	const operation = Object.keys(model.operations).find((name) => kebab(name) === command)
	if (!operation)
		return [problem(`aws ${service} has no command "${command}"; aws ${service} help lists them`)]
	return operationProblems({ model, service, operation }, line)
}

function operationProblems({ model, operation }: Operation, line: Line): Array<Problem> {
	const definition = model.operations[operation]
	const input = model.shapes[definition?.input?.shape ?? '']
	const prefix = model.metadata.endpointPrefix
	const members = Object.entries(input?.members ?? {}).map(([name, { shape }]) => ({
		name,
		option: optionOf(prefix, operation, name),
		shape,
	}))
	const added = ADDED[`${prefix}.${operation}`]
	const found: Array<Problem> = []
	for (const [option, words] of line.options) {
		if (EVERYWHERE.includes(option) || added?.options.includes(option)) continue
		if (PAGES.includes(option) && isPaginated(operation, members)) continue
		const member = members.find(
			(one) => one.option === option || one.option === option.replace('--no-', '--'),
		)
		if (!member) {
			const known = members.map((one) => one.option).join(', ')
			found.push(problem(`Unknown options: ${option}; ${operation} takes ${known}`, 'ParamValidation'))
		} else found.push(...valueProblems(model, member.shape, option, words))
	}
	if (
		!['--cli-input-json', '--cli-input-yaml', '--generate-cli-skeleton'].some((one) => line.options.has(one))
	) {
		const standsFor = added?.options.some((option) => line.options.has(option)) ? added.member : undefined
		const required = members.filter(({ name }) => input?.required?.includes(name) && name !== standsFor)
		const missing = required.filter(
			({ option }) => !line.options.has(option) && !line.options.has(option.replace('--', '--no-')),
		)
		for (const { option } of missing)
			found.push(problem(`the following arguments are required: ${option}`, 'ParamValidation'))
	}
	const { query } = line.globals
	const lost = query && query !== UNKNOWN ? queryProblem(model, definition?.output?.shape, query) : undefined
	if (lost) found.push(problem(lost))
	const streams = model.shapes[definition?.output?.shape ?? '']?.payload !== undefined
	const extra = line.positionals.slice(streams ? 3 : 2)
	if (extra.length > 0) found.push(problem(`Unknown options: ${extra.join(', ')}`, 'ParamValidation'))
	return found
}

function isPaginated(operation: string, members: ReadonlyArray<{ name: string }>): boolean {
	const tokens = /^(next|starting)?(token|marker)$|^(next|continuation)token$|^marker$/i
	return (
		/^(List|Describe|Get|Lookup|Filter|Batch|Scan|Query)/.test(operation) &&
		members.some(({ name }) => tokens.test(name))
	)
}

function valueProblems(
	model: ServiceModel,
	shapeName: string,
	option: string,
	words: ReadonlyArray<string>,
): Array<Problem> {
	const shape = model.shapes[shapeName]
	if (!shape || words.some((word) => word.includes(UNKNOWN) || /^(fileb?:\/\/|https?:\/\/)/.test(word)))
		return []
	if (words.length === 0) {
		return shape.type === 'boolean' ? [] : [problem(`${option}: expected one argument`, 'ParamValidation')]
	}
	if (shape.type !== 'list' && words.length > 1)
		return [problem(`Unknown options: ${words.slice(1).join(', ')}`, 'ParamValidation')]
	try {
		return shapeProblems(model, shapeName, readValue(model, shape, words)).map(({ text, code }) =>
			problem(`${option}: ${text}`, code),
		)
	} catch (error) {
		return [
			problem(`${option}: ${error instanceof Error ? error.message : String(error)}`, 'ParamValidation'),
		]
	}
}

/** The words of an option as the CLI reads them for that shape. */
function readValue(model: ServiceModel, shape: Shape, words: ReadonlyArray<string>): unknown {
	const [first = ''] = words
	switch (shape.type) {
		case 'list': {
			if (/^\s*\[/.test(first)) return JSON.parse(first)
			const item = model.shapes[shape.member?.shape ?? '']
			if (!item || item.type === 'structure') return words.map((word) => structured(model, item, word))
			return words.map((word) => readValue(model, item, [word]))
		}
		case 'structure':
		case 'map':
			return structured(model, shape, first)
		case 'boolean':
			return first === 'true' || (first === 'false' ? false : first)
		case 'integer':
		case 'long':
		case 'float':
		case 'double':
			return Number.isNaN(Number(first)) ? first : Number(first)
		default:
			return first
	}
}

function structured(model: ServiceModel, shape: Shape | undefined, word: string): unknown {
	return /^\s*[{[]/.test(word) ? JSON.parse(word) : fitShorthand(model, shape, parseShorthand(word))
}
