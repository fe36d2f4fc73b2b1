import { UsageError } from './usage-error.ts'

/** What every command of the CLI understands. */
export interface GlobalOptions {
	output?: string
	query?: string
	region?: string
	profile?: string
	endpointUrl?: string
}

export interface CommandLine {
	globals: GlobalOptions
	/** In order: the service, the operation, and operands such as S3 addresses. */
	positionals: Array<string>
	/** The words after each option, up to the next one. */
	options: Map<string, Array<string>>
}

const GLOBALS = new Map<string, keyof GlobalOptions>([
	['--output', 'output'],
	['--query', 'query'],
	['--region', 'region'],
	['--profile', 'profile'],
	['--endpoint-url', 'endpointUrl'],
])
/** Options of the real CLI that change nothing here. */
const WITHOUT_EFFECT = new Set([
	'--no-cli-pager',
	'--no-paginate',
	'--debug',
	'--no-verify-ssl',
	'--no-progress',
])
const WITHOUT_EFFECT_WITH_VALUE = new Set([
	'--color',
	'--cli-read-timeout',
	'--cli-connect-timeout',
	'--ca-bundle',
])

/** Options without a value: what follows one is an operand, as in `aws s3 cp --recursive site s3://seau`. */
const FLAGS = new Set([
	'--recursive',
	'--dryrun',
	'--quiet',
	'--only-show-errors',
	'--human-readable',
	'--summarize',
	'--force',
	'--delete',
	'--exact-timestamps',
	'--size-only',
	'--follow-symlinks',
	'--no-follow-symlinks',
	'--no-guess-mime-type',
	'--follow',
])

/** Splits the words of a command line. Options may stand anywhere, as `--name value` or `--name=value`. */
export function parseCommandLine(words: ReadonlyArray<string>): CommandLine {
	const globals: GlobalOptions = {}
	const positionals: Array<string> = []
	const options = new Map<string, Array<string>>()
	let current: Array<string> = positionals
	for (let index = 0; index < words.length; index++) {
		const word = words[index] ?? ''
		if (!/^--[a-z]/.test(word)) {
			current.push(word)
			continue
		}
		const [, name = word, attached] = /^(--[\w-]+)=([\s\S]*)$/.exec(word) ?? [undefined, word]
		if (WITHOUT_EFFECT.has(name)) continue
		const global = GLOBALS.get(name)
		if (global || WITHOUT_EFFECT_WITH_VALUE.has(name)) {
			const value = attached ?? words[++index]
			if (value === undefined) throw new UsageError(`aws: error: argument ${name}: expected one argument`)
			if (global) globals[global] = value
			continue
		}
		const values = options.get(name) ?? []
		if (attached !== undefined) values.push(attached)
		options.set(name, values)
		current = FLAGS.has(name) ? positionals : values
	}
	return { globals, positionals, options }
}
