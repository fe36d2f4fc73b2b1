import type { ServiceModel, Shape } from '../../../aws/wire/model.ts'
import { coerceInput } from './coerce.ts'
import { optionOf } from './names.ts'
import { parseShorthand } from './shorthand.ts'
import { fitShorthand } from './shorthand-fit.ts'
import { UsageError } from './usage-error.ts'

/** Reads a file that the command line names; throws UsageError when it is not there. */
export type ReadFile = (path: string) => Promise<Uint8Array>

/** Builds the input of an operation from the options of a command line. */
export async function buildInput(
	model: ServiceModel,
	operation: string,
	options: ReadonlyMap<string, ReadonlyArray<string>>,
	readFile: ReadFile,
): Promise<object> {
	const shapeName = model.operations[operation]?.input?.shape
	const members = (shapeName && model.shapes[shapeName]?.members) || {}
	const service = model.metadata.endpointPrefix
	const byOption = new Map(
		Object.entries(members).map(([name, member]) => [optionOf(service, operation, name), { name, member }]),
	)
	const input: Record<string, unknown> = await skeletonInput(options, readFile)

	for (const [option, words] of options) {
		if (option === '--cli-input-json') continue
		const positive = option.replace(/^--no-/, '--')
		const target = byOption.get(option) ?? byOption.get(positive)
		const shape = target && model.shapes[target.member.shape]
		if (!target || !shape) throw new UsageError(`Unknown options: ${[option, ...words].join(', ')}`)
		input[target.name] =
			shape.type === 'boolean' && words.length === 0
				? option === positive || byOption.has(option)
				: await parseValue(model, { shape, streaming: target.member.streaming }, option, words, readFile)
	}

	const missing = (shapeName && model.shapes[shapeName]?.required?.filter((name) => !(name in input))) || []
	if (missing.length > 0) {
		const names = missing.map((name) => optionOf(service, operation, name)).join(', ')
		throw new UsageError(`aws: error: the following arguments are required: ${names}`)
	}
	if (!shapeName) return {}
	const { input: coerced, complaints } = coerceInput(model, shapeName, input)
	if (complaints.length > 0) throw new UsageError(`Parameter validation failed:\n${complaints.join('\n')}`)
	return coerced as object
}

async function skeletonInput(
	options: ReadonlyMap<string, ReadonlyArray<string>>,
	readFile: ReadFile,
): Promise<Record<string, unknown>> {
	const [given] = options.get('--cli-input-json') ?? []
	if (given === undefined) return {}
	const text = await loadText(given, readFile)
	const value = parseJson(text, 'cli-input-json')
	if (value === null || typeof value !== 'object' || Array.isArray(value)) {
		throw new UsageError('Invalid type: expecting map, received a different type for --cli-input-json')
	}
	return value as Record<string, unknown>
}

async function parseValue(
	model: ServiceModel,
	{ shape, streaming = false }: { shape: Shape; streaming?: boolean },
	option: string,
	words: ReadonlyArray<string>,
	readFile: ReadFile,
): Promise<unknown> {
	const [first] = words
	if (first === undefined) throw new UsageError(`aws: error: argument ${option}: expected one argument`)
	if (shape.type === 'blob') return blobValue(streaming, first, readFile)
	if (shape.type !== 'list' && words.length > 1) {
		throw new UsageError(`Unknown options: ${words.slice(1).join(', ')}`)
	}
	const text = await loadText(first, readFile)
	switch (shape.type) {
		case 'list':
			return listValue(model, shape, option, words, text)
		case 'structure':
		case 'map':
			return /^\s*[[{]/.test(text)
				? parseJson(text, option.slice(2))
				: fitShorthand(model, shape, parseShorthand(text))
		case 'integer':
		case 'long':
		case 'float':
		case 'double':
			if (Number.isNaN(Number(text))) {
				throw new UsageError(`aws: error: argument ${option}: invalid int value: '${text}'`)
			}
			return Number(text)
		case 'boolean':
			return text === 'true'
		default:
			return text
	}
}

function listValue(
	model: ServiceModel,
	shape: Shape,
	option: string,
	words: ReadonlyArray<string>,
	text: string,
): Array<unknown> {
	if (/^\s*\[/.test(text)) return parseJson(text, option.slice(2)) as Array<unknown>
	const member = model.shapes[shape.member?.shape ?? '']
	if (member?.type !== 'structure') return [...words]
	return words.map((word) =>
		/^\s*\{/.test(word)
			? parseJson(word, option.slice(2))
			: fitShorthand(model, member, parseShorthand(word)),
	)
}

/** A streaming body is named by its path; other bytes come as base64, or raw by `fileb://`. */
async function blobValue(streaming: boolean, word: string, readFile: ReadFile): Promise<unknown> {
	if (word.startsWith('fileb://')) return readFile(word.slice('fileb://'.length))
	if (streaming) return readFile(word.replace(/^file:\/\//, ''))
	return loadText(word, readFile)
}

async function loadText(word: string, readFile: ReadFile): Promise<string> {
	const match = /^fileb?:\/\/(.*)$/s.exec(word)
	return match ? Buffer.from(await readFile(match[1] ?? '')).toString('utf8') : word
}

function parseJson(text: string, parameter: string): unknown {
	try {
		return JSON.parse(text)
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error)
		throw new UsageError(`Error parsing parameter '--${parameter}': Invalid JSON: ${reason}`)
	}
}
