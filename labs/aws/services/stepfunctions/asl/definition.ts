import type { Json } from '../../../world/json.ts'
import { nestsTooDeep } from '../../../world/json-depth.ts'
import { COMPARISONS } from './choices.ts'
import { parseIntrinsic } from './intrinsics.ts'
import { parsePath } from './paths.ts'

// What a definition may say, checked before it is kept. The Amazon States
// Language by JSONPath; JSONata and variables are refused.

export interface StateNode {
	Type: string
	Next?: string
	End?: boolean
	[field: string]: Json | undefined
}

/** A machine, a branch, or what Map does to each item. */
export interface StatesNode {
	StartAt: string
	States: Readonly<Record<string, StateNode>>
	TimeoutSeconds?: number
	[field: string]: unknown
}

/** What is wrong with a definition, and where. */
export interface Complaint {
	code: string
	message: string
	location: string
}

const COMMON = ['Type', 'Comment', 'InputPath', 'OutputPath']
const FLOW = ['Next', 'End']
const RESULT = ['ResultPath', 'ResultSelector', 'Parameters', 'Retry', 'Catch']
/** Fields by type of state, the required ones apart. */
const FIELDS: Readonly<Record<string, { required: ReadonlyArray<string>; optional: ReadonlyArray<string> }>> =
	{
		Pass: { required: [], optional: [...FLOW, 'Result', 'ResultPath', 'Parameters'] },
		Task: { required: ['Resource'], optional: [...FLOW, ...RESULT, 'TimeoutSeconds', 'HeartbeatSeconds'] },
		Choice: { required: ['Choices'], optional: ['Default'] },
		Wait: { required: [], optional: [...FLOW, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'] },
		Succeed: { required: [], optional: [] },
		Fail: { required: [], optional: ['Error', 'ErrorPath', 'Cause', 'CausePath'] },
		Parallel: { required: ['Branches'], optional: [...FLOW, ...RESULT] },
		Map: {
			required: [],
			optional: [
				...FLOW,
				...RESULT,
				'ItemProcessor',
				'Iterator',
				'ItemsPath',
				'ItemSelector',
				'MaxConcurrency',
			],
		},
	}
const PATHS = ['InputPath', 'OutputPath', 'ResultPath', 'ItemsPath', 'SecondsPath', 'TimestampPath']
const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector']
/** States of a definition, those inside others included, and how deep they are; the limits are ours. */
const STATES_AT_MOST = 500
const DEPTH_AT_MOST = 10
const RULES_AT_MOST = 300
/** Complaints that are told. */
const COMPLAINTS_AT_MOST = 100

/** The complaints about a definition, and the definition when there are none. */
export function readDefinition(text: string): { complaints: Array<Complaint>; root?: StatesNode } {
	// The limit is ours.
	if (nestsTooDeep(text))
		return {
			complaints: [
				{ code: 'INVALID_JSON_DESCRIPTION', message: 'The definition nests too deep', location: '/' },
			],
		}
	let root: unknown
	try {
		root = JSON.parse(text)
	} catch (error) {
		// AWS goes on with the words of its parser, Jackson.
		const message = error instanceof Error ? error.message : ''
		return { complaints: [{ code: 'INVALID_JSON_DESCRIPTION', message, location: '/' }] }
	}
	const complaints: Array<Complaint> = []
	let states = 0
	let rules = 0
	const complain = (code: string, message: string, location: string) => {
		if (complaints.length < COMPLAINTS_AT_MOST) complaints.push({ code, message, location })
	}
	const schema = (message: string, location: string) =>
		complain('SCHEMA_VALIDATION_FAILED', message, location)

	function checkNode(node: unknown, at: string, depth: number): void {
		const where = at === '' ? '/' : at
		if (!isObject(node)) return void schema('An object is expected', where)
		if (depth > DEPTH_AT_MOST) return void schema(`States are nested more than ${DEPTH_AT_MOST} deep`, where)
		const missing = ['StartAt', 'States'].filter((field) => node[field] === undefined)
		if (missing.length > 0) return void schema(`These fields are required: [${missing.join(', ')}]`, where)
		for (const field of ['QueryLanguage', 'Assign'] as const)
			if (node[field] !== undefined && node[field] !== 'JSONPath')
				schema(`The field '${field}' is not emulated: only JSONPath is`, where)
		const inner = node.States
		if (!isObject(inner)) return void schema('An object is expected', `${at}/States`)
		if (typeof node.StartAt !== 'string' || !Object.hasOwn(inner, node.StartAt))
			complain('MISSING_TRANSITION_TARGET', `Missing 'StartAt' target: ${node.StartAt}`, `${at}/StartAt`)
		for (const [name, state] of Object.entries(inner)) {
			states++
			if (states > STATES_AT_MOST) return void schema(`There are more than ${STATES_AT_MOST} states`, where)
			if (name.length > 80) schema('A name has at most 80 characters', `${at}/States/${name.slice(0, 80)}`)
			checkState(state, `${at}/States/${name}`, inner, depth)
		}
	}

	function checkState(state: unknown, at: string, beside: object, depth: number): void {
		if (!isObject(state)) return void schema('An object is expected', at)
		const fields = typeof state.Type === 'string' ? FIELDS[state.Type] : undefined
		if (!fields)
			return void schema(
				`Value is not one of the allowed values. Expected: [${Object.keys(FIELDS).join(', ')}]`,
				`${at}/Type`,
			)
		const missing = fields.required.filter((field) => state[field] === undefined)
		if (missing.length > 0) schema(`These fields are required: [${missing.join(', ')}]`, at)
		const known = new Set([...COMMON, ...fields.required, ...fields.optional])
		for (const field of Object.keys(state))
			if (!known.has(field)) schema(`Field is not supported: ${field}`, at)
		const flows = fields.optional.includes('Next')
		if (flows && (state.Next === undefined) === (state.End !== true))
			schema('Exactly one of these fields is required: [Next, End]', at)
		checkTarget(state.Next, 'Next', at, beside)
		checkTarget(state.Default, 'Default', at, beside)
		for (const field of PATHS) {
			const path = state[field]
			if (path === undefined || path === null) continue
			if (typeof path !== 'string' || !parsePath(path))
				schema('Value is not a Reference Path that this emulator reads', `${at}/${field}`)
		}
		for (const field of TEMPLATES) checkTemplate(state[field], `${at}/${field}`)
		for (const [index, one] of listOf(state.Catch).entries()) {
			checkTarget(one.Next, 'Next', `${at}/Catch[${index}]`, beside)
			if (one.Next === undefined) schema('These fields are required: [Next]', `${at}/Catch[${index}]`)
			checkErrors(one, `${at}/Catch[${index}]`)
		}
		for (const [index, one] of listOf(state.Retry).entries()) checkErrors(one, `${at}/Retry[${index}]`)
		if (state.Type === 'Choice') checkChoices(state, at, beside)
		if (state.Type === 'Wait') checkWait(state, at)
		if (state.Type === 'Parallel')
			for (const [index, branch] of listOf(state.Branches).entries())
				checkNode(branch, `${at}/Branches[${index}]`, depth + 1)
		if (state.Type === 'Map') checkMap(state, at, depth)
	}

	function checkMap(state: Record<string, unknown>, at: string, depth: number): void {
		const field = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor'
		const processor = state[field]
		if (processor === undefined) return void schema('These fields are required: [ItemProcessor]', at)
		const mode = (processor as { ProcessorConfig?: { Mode?: string } }).ProcessorConfig?.Mode
		if (mode !== undefined && mode !== 'INLINE') schema('Only the mode INLINE is emulated', `${at}/${field}`)
		checkNode(processor, `${at}/${field}`, depth + 1)
	}

	function checkWait(state: Record<string, unknown>, at: string): void {
		const given = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].filter(
			(field) => state[field] !== undefined,
		)
		if (given.length !== 1)
			schema('Exactly one of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath]', at)
		const { Seconds } = state
		if (Seconds !== undefined && (typeof Seconds !== 'number' || Seconds < 0 || Seconds > 99_999_999))
			schema('Value is out of range: 0 to 99999999', `${at}/Seconds`)
	}

	function checkChoices(state: Record<string, unknown>, at: string, beside: object): void {
		const choices = listOf(state.Choices)
		if (choices.length === 0) schema('Array is too short. Expected at least 1', `${at}/Choices`)
		for (const [index, choice] of choices.entries()) {
			const here = `${at}/Choices[${index}]`
			if (choice.Next === undefined) schema('These fields are required: [Next]', here)
			checkTarget(choice.Next, 'Next', here, beside)
			checkRule(choice, here, 0)
		}
	}

	function checkRule(rule: unknown, at: string, depth: number): void {
		if (!isObject(rule) || depth > DEPTH_AT_MOST) return void schema('An object is expected', at)
		if (++rules > RULES_AT_MOST) return void schema(`There are more than ${RULES_AT_MOST} rules`, at)
		for (const field of ['And', 'Or'] as const) {
			if (rule[field] === undefined) continue
			for (const [index, one] of listOf(rule[field]).entries())
				checkRule(one, `${at}/${field}[${index}]`, depth + 1)
			return
		}
		if (rule.Not !== undefined) return void checkRule(rule.Not, `${at}/Not`, depth + 1)
		if (typeof rule.Variable !== 'string' || !parsePath(rule.Variable))
			schema('Value is not a Reference Path that this emulator reads', `${at}/Variable`)
		const compared = Object.keys(rule).filter((field) => COMPARISONS.has(field))
		if (compared.length !== 1) schema('Exactly one comparison operator is required', at)
		const [operator = ''] = compared
		if (operator.endsWith('Path') && !parsePath(String(rule[operator])))
			schema('Value is not a Reference Path that this emulator reads', `${at}/${operator}`)
	}

	function checkErrors(rule: Record<string, unknown>, at: string): void {
		if (!Array.isArray(rule.ErrorEquals) || rule.ErrorEquals.length === 0)
			schema('These fields are required: [ErrorEquals]', at)
	}

	function checkTarget(target: unknown, field: string, at: string, beside: object): void {
		if (target === undefined || (typeof target === 'string' && Object.hasOwn(beside, target))) return
		complain('MISSING_TRANSITION_TARGET', `Missing '${field}' target: ${target}`, `${at}/${field}`)
	}

	function checkTemplate(template: unknown, at: string): void {
		if (Array.isArray(template)) for (const one of template) checkTemplate(one, at)
		if (!isObject(template)) return
		for (const [name, value] of Object.entries(template)) {
			if (!name.endsWith('.$')) checkTemplate(value, `${at}/${name}`)
			else if (
				typeof value !== 'string' ||
				!(value.startsWith('$') ? parsePath(value) : parseIntrinsic(value))
			)
				schema(
					`The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
					`${at}/${name}`,
				)
		}
	}

	checkNode(root, '', 0)
	return complaints.length > 0 ? { complaints } : { complaints, root: root as StatesNode }
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.filter(isObject) : []
}
