import type { Operation } from './aws-command.ts'
import { has, isObject, type Problem, problem } from './problem.ts'
import { shapeProblems } from './shape.ts'

type Globals = { output?: string; query?: string }

/** The refusal that an answer tells: AWS's own code, or the CLI's before anything is sent. */
export function refusalIn(output = ''): string | undefined {
	if (USAGE.test(output.trim())) return 'ParamValidation'
	return REFUSAL.exec(output)?.[1]
}

const REFUSAL = /An error occurred \((\S+)\) when calling the (\w+) operation/
/** Errors that any service may answer, whatever its model says. */
const COMMON = [
	'AccessDenied',
	'AccessDeniedException',
	'ExpiredToken',
	'ExpiredTokenException',
	'InvalidClientTokenId',
	'InvalidParameterValue',
	'MalformedPolicyDocument',
	'SignatureDoesNotMatch',
	'Throttling',
	'ThrottlingException',
	'UnauthorizedOperation',
	'UnrecognizedClientException',
	'ValidationError',
	'ValidationException',
	'InvalidInput',
	'404',
	'403',
]
/** What the CLI itself says before anything is sent. */
const USAGE =
	/^(usage:|aws: error|Unknown options|Parameter validation failed|Error parsing parameter|The user-provided path|Unable to locate credentials|You must specify a region|Could not connect)/

/** What in the answer that a transcript shows AWS would not have answered. */
export function outputProblems(
	{ model, operation }: Operation,
	globals: Globals,
	output: string,
): Array<Problem> {
	const text = output.trim()
	if (text === '' || USAGE.test(text)) return []
	const refusal = REFUSAL.exec(text)
	if (refusal) return refusalProblems({ model, operation } as Operation, refusal[1] ?? '', refusal[2] ?? '')
	if (globals.output === 'table') return tableProblems(operation, text)
	if (globals.output !== undefined && globals.output !== 'json') return []
	const value = readValue(text)
	if (value === undefined) {
		return globals.query
			? []
			: [problem('aws prints JSON here; show its answer whole, or filter it by --query')]
	}
	const shape = model.operations[operation]?.output?.shape
	if (globals.query || !shape) return []
	return shapeProblems(model, shape, withTexts(value), { fragment: true }).map((one) =>
		problem(`the answer of ${operation}: ${one.text}`),
	)
}

function refusalProblems({ model, operation }: Operation, code: string, called: string): Array<Problem> {
	const known = (model.operations[operation]?.errors ?? []).map(
		({ shape }) => model.shapes[shape]?.error?.code ?? shape,
	)
	const found: Array<Problem> = []
	if (called !== operation) found.push(problem(`the refusal is of ${called}, the command calls ${operation}`))
	if (!known.includes(code) && !COMMON.includes(code))
		found.push(
			problem(
				`${operation} is never refused with ${code}; it may be with ${[...known, ...COMMON].join(', ')}`,
			),
		)
	return found
}

/** The CLI writes the name of the operation above a table. */
function tableProblems(operation: string, text: string): Array<Problem> {
	const [, title = ''] = text.split('\n')
	return title.includes(operation)
		? []
		: [problem(`the CLI writes the title "${operation}" above this table`)]
}

function readValue(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}

/** The CLI shows IAM's policies as documents; the model knows them as texts. */
function withTexts(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withTexts)
	if (!isObject(value)) return value
	return Object.fromEntries(
		Object.entries(value).map(([name, child]) => [
			name,
			has(child, 'Statement') ? JSON.stringify(child) : withTexts(child),
		]),
	)
}
