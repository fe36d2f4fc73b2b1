// `@aws-sdk/client-…` as Lambda's runtime brings it: clients and commands with the SDK's
// names, whose calls the host makes with the real SDK, as whom this program's environment says.

const { Buffer } = require('buffer')

const known = new Map()

/** Bytes and dates cross to the host and back in this form. */
const packed = (value) => {
	if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
	if (value instanceof Date) return { $date: value.getTime() }
	if (Array.isArray(value)) return value.map(packed)
	if (typeof value !== 'object' || value === null) return value
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, packed(member)]))
}
const unpacked = (value) => {
	if (typeof value !== 'object' || value === null) return value
	if (Array.isArray(value)) return value.map(unpacked)
	if (typeof value.$bytes === 'string') return new Uint8Array(Buffer.from(value.$bytes, 'base64'))
	if (typeof value.$date === 'number') return new Date(value.$date)
	if (typeof value.$stream === 'string') return streamOf(Buffer.from(value.$stream, 'base64'))
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unpacked(member)]))
}
const streamOf = (bytes) => ({
	transformToByteArray: async () => new Uint8Array(bytes),
	transformToString: async (encoding = 'utf8') => bytes.toString(encoding),
	async *[Symbol.asyncIterator]() {
		yield bytes
	},
})

function make(packageName) {
	const { client: clientName, operations, errors: errorNames } = JSON.parse(host.sdkNames(packageName))
	const made = {}
	const base = clientName.replace(/Client$/, '')
	class ServiceException extends Error {}
	made[`${base}ServiceException`] = ServiceException
	for (const name of errorNames) {
		made[name] = class extends ServiceException {}
		Object.defineProperty(made[name], 'name', { value: name })
	}
	for (const operation of operations) {
		const name = `${operation}Command`
		made[name] = class {
			constructor(input = {}) {
				this.input = input
			}
		}
		Object.defineProperty(made[name], 'name', { value: name })
		Object.defineProperty(made[name].prototype, 'operation', { value: operation })
	}
	class Client {
		constructor(config = {}) {
			this.config = config
		}
		async send(command, callback) {
			if (typeof callback === 'function')
				return void this.send(command).then((output) => callback(null, output), callback)
			const { credentials, region } = this.config
			const question = {
				...{ kind: 'sdk', package: packageName, operation: command.operation },
				input: packed(command.input),
				region: typeof region === 'function' ? await region() : region,
				credentials: typeof credentials === 'function' ? await credentials() : credentials,
			}
			const { answer, error } = JSON.parse(await host.ask(JSON.stringify(question)))
			if (!error) return unpacked(answer)
			const { name, message, ...more } = error
			const thrown = new (made[name] ?? ServiceException)(message)
			throw Object.assign(thrown, unpacked(more), { name })
		}
		destroy() {}
	}
	for (const operation of operations) {
		const method = operation[0].toLowerCase() + operation.slice(1)
		Client.prototype[method] = function (input, callback) {
			return this.send(new made[`${operation}Command`](input), callback)
		}
	}
	Object.defineProperty(Client, 'name', { value: clientName })
	made[clientName] = Client
	made[base] = Client
	return made
}

module.exports = (packageName) => {
	const made = known.get(packageName) ?? make(packageName)
	known.set(packageName, made)
	return made
}
