import { globSync, readFileSync } from 'node:fs'
import { type ESTree, parseSync } from 'vite'

// What CodePipeline can say no with, read from its sources: every call that makes a refusal or the failure of an
// action, its code, and its text with `{names}` where values stand.

const SOURCES = 'labs/aws/services/codepipeline/**/*.ts'

/** What makes them: called with a code, then a text. */
const MAKERS: Readonly<Record<string, Refusal['kind']>> = {
	AwsError: 'refusal',
	ActionFailure: 'failure',
	failed: 'failure',
	ruleFailed: 'failure',
}

export interface Refusal {
	/** A refusal answers a call; a failure is the error of an action or a rule. */
	kind: 'refusal' | 'failure'
	code: string
	text: string
	/** `file:line`, for who has to find it. */
	at: string
}

type Make = ESTree.NewExpression | ESTree.CallExpression
/** Constants by name, innermost last. */
type Scopes = ReadonlyArray<ReadonlyMap<string, ESTree.Expression>>

interface Source {
	file: string
	text: string
	program: ESTree.Program
}

/** Functions that the sources build refusals with. */
interface Helpers {
	/** Those that add a code to the text that they are given: `invalid(text)`. */
	coders: ReadonlyMap<string, { maker: string; code: string; argument: number }>
	/** The calls in them. */
	inside: ReadonlySet<ESTree.Node>
	/** Those that only write a text: `describeType(id)`. */
	writers: ReadonlyMap<string, ESTree.Expression>
}

/** Every refusal and failure in the sources, each once. */
export function collectRefusals(): Array<Refusal> {
	const files = globSync(SOURCES, { exclude: (path) => /\.test\.ts$|fixture\.ts$/.test(path) })
	const sources = files.toSorted().map(readSource)
	const helpers = findHelpers(sources)
	const found = sources.flatMap((source) => refusalsOf(source, helpers))
	return [...new Map(found.toReversed().map((one) => [rowKey(one), one])).values()].toReversed()
}

/** A text as a row of the page can hold it. */
export function oneLine(text: string): string {
	return text.replaceAll('\n', ' ').trim()
}

/** What a row of the page and a refusal of the sources are compared by. */
export function rowKey({ code, text }: { code: string; text: string }): string {
	return `${code}: ${text}`
}

function readSource(file: string): Source {
	const text = readFileSync(file, 'utf8')
	const { program, errors } = parseSync(file, text, { lang: 'ts' })
	if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
	return { file, text, program }
}

function findHelpers(sources: ReadonlyArray<Source>): Helpers {
	const coders = new Map<string, { maker: string; code: string; argument: number }>()
	const inside = new Set<ESTree.Node>()
	const writers = new Map<string, ESTree.Expression>()
	for (const { program } of sources) {
		visit(program, [], (node) => {
			if (node.type !== 'FunctionDeclaration' || !node.id || !node.body) return
			const { name } = node.id
			const [only, ...more] = node.body.body
			if (
				only?.type === 'ReturnStatement' &&
				only.argument?.type === 'TemplateLiteral' &&
				more.length === 0
			) {
				writers.set(name, only.argument)
			}
			const parameters = node.params.map((one) => (one.type === 'Identifier' ? one.name : ''))
			visit(node.body, [], (inner) => {
				const maker = makerOf(inner)
				if (maker === undefined || !Object.hasOwn(MAKERS, maker)) return
				const [code, text] = (inner as Make).arguments
				const argument = text?.type === 'Identifier' ? parameters.indexOf(text.name) : -1
				if (code?.type !== 'Literal' || argument < 0) return
				coders.set(name, { maker, code: String(code.value), argument })
				inside.add(inner)
			})
		})
	}
	return { coders, inside, writers }
}

function refusalsOf({ file, text: source, program }: Source, helpers: Helpers): Array<Refusal> {
	const found: Array<Refusal> = []
	visit(program, [], (node, scopes) => {
		const name = makerOf(node)
		if (name === undefined) return
		const coder = helpers.coders.get(name)
		const kind = MAKERS[coder?.maker ?? name]
		if (!kind) return
		const given = (node as Make).arguments as Array<ESTree.Expression>
		const text = given[coder?.argument ?? 1]
		// A helper's callers have the text; what passes on another's message says nothing of its own.
		if (!text || helpers.inside.has(node) || isPassedOn(text)) return
		const at = `${file}:${source.slice(0, node.start).split('\n').length}`
		const written = write(text, scopes, helpers)
		if (/^\{\w+\}$/.test(written)) throw new Error(`${at}: the text of a refusal cannot be read here`)
		const code = coder?.code ?? write(given[0] as ESTree.Expression, scopes, helpers)
		found.push({ kind, code, text: oneLine(written), at })
	})
	return found
}

/** `error.message`, or a part of it. */
function isPassedOn(text: ESTree.Expression): boolean {
	return text.type === 'MemberExpression' && !text.computed && text.property.name === 'message'
}

function makerOf(node: ESTree.Node): string | undefined {
	if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return
	return node.callee.type === 'Identifier' ? node.callee.name : undefined
}

/** A text as it stands in the sources, its values as `{names}`. */
function write(node: ESTree.Expression, scopes: Scopes, helpers: Helpers): string {
	switch (node.type) {
		case 'Literal':
			return String(node.value)
		case 'TemplateLiteral':
			return node.quasis
				.map(({ value }, index) => {
					const next = node.expressions[index]
					return (value.cooked ?? '') + (next ? write(next, scopes, helpers) : '')
				})
				.join('')
		case 'Identifier': {
			const known = lookUp(node.name, scopes)
			return known ? write(known, scopes, helpers) : `{${node.name}}`
		}
		case 'CallExpression': {
			const text = node.callee.type === 'Identifier' && helpers.writers.get(node.callee.name)
			return text ? write(text, [], helpers) : `{${nameOf(node)}}`
		}
		default:
			return `{${nameOf(node)}}`
	}
}

/** What a value is called: the last name in the expression that gives it. */
function nameOf(node: ESTree.Expression): string {
	switch (node.type) {
		case 'Identifier':
			return node.name
		case 'MemberExpression':
			return node.computed ? nameOf(node.object) : node.property.name
		case 'CallExpression':
			return nameOf(node.callee.type === 'MemberExpression' ? node.callee.object : node.callee)
		case 'ChainExpression':
			return nameOf(node.expression as ESTree.Expression)
		case 'LogicalExpression':
			return nameOf(node.left)
		case 'ConditionalExpression':
			return nameOf(node.test)
		default:
			throw new Error(`A refusal holds a value that has no name: ${node.type}`)
	}
}

/** The text or number that a constant stands for. */
function lookUp(name: string, scopes: Scopes): ESTree.Expression | undefined {
	return scopes.findLast((scope) => scope.has(name))?.get(name)
}

/** Calls back for every node, with the constants that are in sight there. */
function visit(node: ESTree.Node, scopes: Scopes, see: (node: ESTree.Node, scopes: Scopes) => void): void {
	const inner =
		node.type === 'BlockStatement' || node.type === 'Program' ? [...scopes, constantsOf(node)] : scopes
	see(node, inner)
	for (const value of Object.values(node)) {
		for (const child of Array.isArray(value) ? value : [value]) {
			if (typeof child?.type === 'string') visit(child, inner, see)
		}
	}
}

function constantsOf({ body }: ESTree.BlockStatement | ESTree.Program): Map<string, ESTree.Expression> {
	const found = new Map<string, ESTree.Expression>()
	for (const statement of body) {
		const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
		if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue
		for (const { id, init } of declaration.declarations) {
			const said = init?.type === 'Literal' || init?.type === 'TemplateLiteral'
			if (id.type === 'Identifier' && said) found.set(id.name, init)
		}
	}
	return found
}
