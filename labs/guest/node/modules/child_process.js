function exec(command, options, callback) {
	const done = typeof options === 'function' ? options : callback
	const settings = typeof options === 'function' ? {} : (options ?? {})
	host
		.exec(command, settings.cwd ?? host.cwd(), JSON.stringify({ ...process.env, ...settings.env }))
		.then((answer) => {
			const { stdout, stderr, exitCode } = JSON.parse(answer)
			const error =
				exitCode === 0
					? null
					: Object.assign(new Error(`Command failed: ${command}\n${stderr}`), {
							code: exitCode,
							stdout,
							stderr,
						})
			done?.(error, stdout, stderr)
		})
}
exec[Symbol.for('nodejs.util.promisify.custom')] = (command, options) =>
	new Promise((resolve, reject) => {
		exec(command, options ?? {}, (error, stdout, stderr) =>
			error ? reject(error) : resolve({ stdout, stderr }),
		)
	})

const quoted = (word) => `'${String(word).replaceAll("'", "'\\''")}'`
const execFile = (file, args = [], options, callback) =>
	exec([file, ...args].map(quoted).join(' '), options, callback)
execFile[Symbol.for('nodejs.util.promisify.custom')] = (file, args = [], options) =>
	exec[Symbol.for('nodejs.util.promisify.custom')]([file, ...args].map(quoted).join(' '), options)

const refuse = (name) => () => {
	throw Object.assign(new Error(`${name} is not available here: use exec or execFile`), {
		code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
	})
}

module.exports = {
	exec,
	execFile,
	execSync: refuse('execSync'),
	execFileSync: refuse('execFileSync'),
	spawn: refuse('spawn'),
	spawnSync: refuse('spawnSync'),
	fork: refuse('fork'),
}
