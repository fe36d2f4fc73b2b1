// What Lambda's own Node runtime does around a handler; after aws/aws-lambda-nodejs-runtime-interface-client.

const { format } = require('util')
const fs = require('fs')

const INDEX = '/var/runtime/index.mjs'
const NEVER_SETTLED =
	'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#process_exit_codes'

class RuntimeError extends Error {
	constructor(type, message) {
		super(message)
		this.name = `Runtime.${type}`
	}
}

/** An error in the form in which Lambda answers it. */
function formOf(error) {
	if (!(error instanceof Error))
		return {
			errorType: typeof error,
			errorMessage: typeof error === 'string' ? error : String(format(error)),
			trace: [],
		}
	// The engine's own name for it.
	const isTooDeep = error.name === 'InternalError' && error.message === 'stack overflow'
	const { name, message } = isTooDeep
		? { name: 'RangeError', message: 'Maximum call stack size exceeded' }
		: error
	const { stack } = error
	const frames = String(stack ?? '')
		.split('\n')
		.filter((line) => /\(?\/var\/task\//.test(line))
		.map((line) => `    ${line.trim()}`)
	return { errorType: name, errorMessage: message, trace: [`${name}: ${message}`, ...frames] }
}

async function loadHandler(handler) {
	if (handler.includes('..'))
		throw new RuntimeError(
			'MalformedHandlerName',
			`'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
		)
	const [, folder = '', name, exported] = /^(.*\/)?([^/.]*)\.(.+)$/.exec(handler) ?? []
	if (!name) throw new RuntimeError('MalformedHandlerName', 'Bad handler')
	const file = ['', '.js', '.mjs', '.cjs']
		.map((extension) => `${process.cwd()}/${folder}${name}${extension}`)
		.find((path) => fs.existsSync(path) && fs.statSync(path).isFile())
	if (!file)
		throw new RuntimeError(
			'ImportModuleError',
			`Error: Cannot find module '${name}'\nRequire stack:\n- ${INDEX}`,
		)
	let loaded
	try {
		loaded = host.isModule(file) ? await import(file) : host.requireFrom(INDEX)(file)
	} catch (error) {
		if (error instanceof SyntaxError)
			throw new RuntimeError('UserCodeSyntaxError', `SyntaxError: ${error.message}`)
		if (error?.code === 'MODULE_NOT_FOUND' || /^Cannot find (module|package) /.test(error?.message))
			throw new RuntimeError('ImportModuleError', `Error: ${error.message}`)
		throw error
	}
	const found = exported.split('.').reduce((value, key) => value?.[key], loaded)
	if (found === undefined)
		throw new RuntimeError('HandlerNotFound', `${handler} is undefined or not exported`)
	if (typeof found !== 'function') throw new RuntimeError('HandlerNotFound', `${handler} is not a function`)
	return found
}

/** Node's log line in a function: time, request, level, text. */
function speakAs(requestId) {
	const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' }
	for (const [name, level] of Object.entries(levels)) {
		console[name] = (...values) => write(requestId, level, format(...values))
	}
}
function write(requestId, level, text) {
	host.write(
		'stdout',
		`${new Date().toISOString()}\t${requestId}\t${level}\t${text.replaceAll('\n', '\r')}\n`,
	)
}

/** Calls the handler once; the host takes what comes of it. */
async function main() {
	const { handler, event, context, endsAt } = JSON.parse(host.invocation())
	const { awsRequestId } = context
	Object.assign(globalThis, require('internal/fetch'))
	speakAs(awsRequestId)
	let isOver = false
	let isPromised = false
	/** What a callback told, while the event loop is not yet empty. */
	let told
	const finish = (ok, payload) => {
		if (isOver) return
		isOver = true
		host.finish(JSON.stringify({ ok, payload }))
	}
	const fail = (error) => {
		// The engine's own: what is left of such a program is of no use.
		if (error?.name === 'InternalError' && /out of memory/.test(error.message)) return host.exit(134)
		const form = formOf(error)
		if (isOver) return
		write(
			awsRequestId,
			'ERROR',
			`Invoke Error \t${JSON.stringify({ errorType: form.errorType, errorMessage: form.errorMessage, stack: form.trace })}`,
		)
		finish(false, JSON.stringify(form))
	}
	const succeed = (value) => {
		let json
		try {
			json = JSON.stringify(value === undefined ? null : value) ?? 'null'
		} catch (error) {
			return fail(new RuntimeError('MarshalError', `Unable to stringify response body: ${error.message}`))
		}
		finish(true, json)
	}
	const whole = {
		callbackWaitsForEmptyEventLoop: true,
		...context,
		getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
		succeed,
		fail,
		done: (error, value) => (error ? fail(error) : succeed(value)),
	}
	const callback = (error, value) => {
		if (error) return fail(error)
		told = () => succeed(value)
		if (!whole.callbackWaitsForEmptyEventLoop) told()
	}
	process.on('exit', () => {
		if (told) told()
		else if (isPromised) fail(new RuntimeError('NodeJsExit', NEVER_SETTLED))
		else succeed(null)
	})
	const end = process.exit
	process.exit = (code) => {
		isOver = true
		end(code)
	}
	const tick = host.tick
	host.tick = () => {
		try {
			return tick()
		} catch (error) {
			fail(error)
			return false
		}
	}
	try {
		const called = (await loadHandler(handler))(event, whole, callback)
		if (typeof called?.then !== 'function') return
		isPromised = true
		succeed(await called)
	} catch (error) {
		fail(error)
	}
}

module.exports = {
	main: () => {
		// Not awaited by the engine: the event loop is the function's.
		main()
	},
}
