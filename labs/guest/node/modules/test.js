// node:test: https://nodejs.org/api/test.html. Tests run one after another, in
// the order in which they are declared; what became of them is told to the host.

class Node {
	children = []
	hooks = { before: [], after: [], beforeEach: [], afterEach: [] }
	diagnostics = []
	constructor(name, kind, options, work, parent) {
		Object.assign(this, { name, kind, options, work, parent, status: 'pending', duration: 0 })
	}
}

const root = new Node('', 'suite', {}, undefined, undefined)
let declaring = root
let started
let hasOnly = false

function declared(kind, args, extra = {}) {
	const work = args.find((arg) => typeof arg === 'function')
	const name = args.find((arg) => typeof arg === 'string') ?? (work?.name || '<anonymous>')
	const options = { ...args.find((arg) => typeof arg === 'object' && arg !== null), ...extra }
	if (options.only) hasOnly = true
	return new Node(name, kind, options, work, declaring)
}

function add(kind, extra) {
	return (...args) => {
		const node = declared(kind, args, extra)
		node.parent.children.push(node)
		if (kind === 'suite') declareSuite(node)
		started ??= Promise.resolve().then(runRoot)
		node.done = new Promise((resolve) => {
			node.finish = resolve
		})
		return node.parent === root ? node.done : Promise.resolve()
	}
}

function declareSuite(node) {
	const outer = declaring
	declaring = node
	try {
		node.declaring = node.work?.()
	} catch (error) {
		node.error = error
	} finally {
		declaring = outer
	}
}

async function runRoot() {
	await undefined
	await runHooks(root, 'before')
	for (let at = 0; at < root.children.length; at++) await run(root.children[at])
	await runHooks(root, 'after')
}

async function runHooks(node, when, argument) {
	for (const hook of node.hooks[when]) await invoke(hook, argument)
}

/** A function that takes a second argument is told when it is done by calling it. */
function invoke(work, argument) {
	if (work.length < 2) return work(argument)
	return new Promise((resolve, reject) => {
		work(argument, (error) => (error ? reject(error) : resolve()))
	})
}

const lineage = (node) => (node ? [...lineage(node.parent), node] : [])
const holdsOnly = (node) => node.options.only || node.children.some(holdsOnly)

async function run(node) {
	const { options } = node
	const began = host.measure()
	const isOut = hasOnly && !lineage(node).some((one) => one.options.only) && !holdsOnly(node)
	if (options.skip || isOut || lineage(node.parent).some((one) => one.options.skip)) {
		node.status = 'skipped'
		node.reason = typeof options.skip === 'string' ? options.skip : undefined
		node.finish?.()
		return
	}
	if (options.todo) node.todo = true
	node.status = 'running'
	try {
		if (node.error) throw node.error
		await (node.kind === 'suite' ? runSuite(node) : runTest(node))
		const failed = node.children.filter(({ status, todo }) => status === 'failed' && !todo).length
		if (failed > 0) throw new Error(`${failed} subtest${failed > 1 ? 's' : ''} failed`)
		if (node.status === 'running') node.status = 'passed'
	} catch (error) {
		node.status = 'failed'
		node.error = error
	}
	node.duration = host.measure() - began
	node.finish?.()
}

async function runSuite(node) {
	await node.declaring
	await runHooks(node, 'before')
	for (let at = 0; at < node.children.length; at++) await run(node.children[at])
	await runHooks(node, 'after')
}

async function runTest(node) {
	const context = contextOf(node)
	const ancestors = lineage(node.parent)
	try {
		for (const one of ancestors) await runHooks(one, 'beforeEach', context)
		if (node.work) await limited(node, invoke(node.work, context))
	} finally {
		for (const hook of node.hooks.after) await invoke(hook, context)
		for (const one of ancestors.reverse()) await runHooks(one, 'afterEach', context)
		mock.restoreAll()
	}
}

function limited(node, work) {
	const { timeout } = node.options
	if (timeout === undefined || timeout === Infinity) return work
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`test timed out after ${timeout}ms`)), timeout)
		Promise.resolve(work).then(
			() => (clearTimeout(timer), resolve()),
			(error) => (clearTimeout(timer), reject(error)),
		)
	})
}

function contextOf(node) {
	return {
		name: node.name,
		signal: new AbortController().signal,
		assert: require('assert'),
		mock,
		diagnostic: (message) => node.diagnostics.push(String(message)),
		skip(message) {
			node.status = 'skipped'
			node.reason = message
		},
		todo() {
			node.todo = true
		},
		before: (hook) => hook(),
		after: (hook) => node.hooks.after.push(hook),
		beforeEach: (hook) => node.hooks.beforeEach.push(hook),
		afterEach: (hook) => node.hooks.afterEach.push(hook),
		plan() {},
		async test(...args) {
			const child = declared('test', args)
			child.parent = node
			node.children.push(child)
			await run(child)
		},
	}
}

class Mocks {
	#restores = []
	fn(original = () => undefined, implementation = original) {
		const calls = []
		function mocked(...args) {
			const call = { arguments: args, this: this }
			calls.push(call)
			try {
				call.result = mocked.mock.implementation.apply(this, args)
				return call.result
			} catch (error) {
				call.error = error
				throw error
			}
		}
		mocked.mock = {
			calls,
			implementation,
			callCount: () => calls.length,
			mockImplementation(next) {
				mocked.mock.implementation = next
			},
			resetCalls: () => calls.splice(0),
			restore() {
				mocked.mock.implementation = original
			},
		}
		return mocked
	}
	method(object, name, implementation) {
		const original = object[name]
		object[name] = this.fn(original, implementation ?? original)
		this.#restores.push(() => {
			object[name] = original
		})
		return object[name]
	}
	restoreAll() {
		for (const restore of this.#restores.splice(0)) restore()
	}
	reset() {
		this.restoreAll()
	}
}
const mock = new Mocks()

/** What became of a test, for the host. */
function told(node) {
	const { name, kind, status, duration, reason, todo, diagnostics } = node
	const pending = status === 'pending' || status === 'running'
	const error = pending
		? new Error('Promise resolution is still pending but the event loop has already resolved')
		: node.error
	return {
		...{ name, kind, duration, reason, todo, diagnostics },
		status: pending ? 'failed' : status,
		...(error !== undefined && (pending || status === 'failed') && { error: errorOf(error) }),
		children: node.children.map(told),
	}
}

function errorOf(error) {
	const { inspect } = require('util')
	const message = String(error?.message ?? error)
	return { message, code: error?.code, name: error?.name, detail: inspect(error) }
}

/** Called by the engine when the program has come to rest. */
host.testsAtRest = () => (root.children.length === 0 ? '' : JSON.stringify(root.children.map(told)))

const withVariants = (kind) =>
	Object.assign(add(kind), {
		skip: add(kind, { skip: true }),
		todo: add(kind, { todo: true }),
		only: add(kind, { only: true }),
	})
const hook = (when) => (work) => void declaring.hooks[when].push(work)

const test = withVariants('test')
module.exports = Object.assign(test, {
	test,
	it: withVariants('test'),
	describe: withVariants('suite'),
	suite: withVariants('suite'),
	before: hook('before'),
	after: hook('after'),
	beforeEach: hook('beforeEach'),
	afterEach: hook('afterEach'),
	mock,
})
module.exports.default = test
