import { posix } from 'node:path'
import { type CommandContext, defineCommand } from 'just-bash'

// The part of make that projects of the course use: variables, targets with
// prerequisites, recipes, `.PHONY`, `@` and `-`. Rules with patterns and
// functions are refused by name.

interface Rule {
	needs: ReadonlyArray<string>
	recipe: ReadonlyArray<string>
}

interface Makefile {
	rules: ReadonlyMap<string, Rule>
	first: string | undefined
}

class MakeError extends Error {}

const answer = (stdout: string, stderr: string, exitCode: number) => ({ stdout, stderr, exitCode })

/** `make [-f file] [NAME=value…] [target…]` */
export const makeCommand = defineCommand('make', async (words, context) => {
	const at = words.indexOf('-f')
	const file = at >= 0 ? words[at + 1] : undefined
	const rest = at >= 0 ? words.toSpliced(at, 2) : words
	const given = Object.fromEntries(
		rest.filter((word) => /^\w+=/.test(word)).map((word) => splitOnce(word, '=')),
	)
	const wanted = rest.filter((word) => !word.startsWith('-') && !/^\w+=/.test(word))
	const run = new MakeRun(context)
	try {
		const text = await readMakefile(context, file)
		const { rules, first } = parse(text, { ...Object.fromEntries(context.env), ...given })
		const targets = wanted.length > 0 ? wanted : first === undefined ? [] : [first]
		if (targets.length === 0) throw new MakeError('*** No targets.  Stop.')
		for (const target of targets) await run.make(target, rules)
		return answer(run.stdout, run.stderr, 0)
	} catch (error) {
		if (!(error instanceof MakeError)) throw error
		return answer(run.stdout, `${run.stderr}make: ${error.message}\n`, 2)
	}
})

async function readMakefile({ fs, cwd }: CommandContext, file: string | undefined): Promise<string> {
	for (const name of file === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [file]) {
		const path = posix.resolve(cwd, name)
		if (await fs.exists(path)) return fs.readFile(path)
	}
	throw new MakeError(
		file === undefined
			? '*** No targets specified and no makefile found.  Stop.'
			: `${file}: No such file or directory`,
	)
}

function splitOnce(text: string, mark: string): [string, string] {
	const at = text.indexOf(mark)
	return [text.slice(0, at).trim(), text.slice(at + mark.length).trim()]
}

function parse(text: string, given: Readonly<Record<string, string>>): Makefile {
	const variables: Record<string, string> = { ...given, MAKE: 'make' }
	const rules = new Map<string, { needs: Array<string>; recipe: Array<string> }>()
	let first: string | undefined
	let current: Array<{ recipe: Array<string> }> = []
	for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
		if (line.startsWith('\t')) {
			for (const { recipe } of current) recipe.push(line.slice(1))
			continue
		}
		const bare = line.replace(/(^|\s)#.*$/, '').trim()
		if (bare === '') continue
		const [, name, kind, value = ''] = /^(\w+)\s*(\?=|:=|=)\s*(.*)$/.exec(bare) ?? []
		if (name !== undefined) {
			const isSet = name in given || (kind === '?=' && name in variables)
			if (!isSet) variables[name] = expand(value, variables)
			continue
		}
		if (!bare.includes(':')) throw new MakeError(`*** missing separator: ${bare}.  Stop.`)
		const [targets, needs] = splitOnce(bare, ':').map((part) =>
			expand(part, variables).split(/\s+/).filter(Boolean),
		)
		if (targets?.some((target) => target.includes('%')))
			throw new MakeError(`*** pattern rules are not available here: ${bare}.  Stop.`)
		current = (targets ?? []).map((target) => {
			if (!target.startsWith('.')) first ??= target
			const rule = rules.get(target) ?? { needs: [], recipe: [] }
			rule.needs.push(...(needs ?? []))
			rules.set(target, rule)
			return rule
		})
	}
	for (const rule of rules.values()) rule.recipe = rule.recipe.map((line) => expand(line, variables))
	return { rules, first }
}

function expand(text: string, variables: Readonly<Record<string, string>>): string {
	return text.replaceAll(/\$\$|\$\((\w+)\)|\$\{(\w+)\}|\$\(([^)]*)\)/g, (whole, name, braced, other) => {
		if (whole === '$$') return '$'
		if (other !== undefined) throw new MakeError(`*** functions are not available here: ${whole}.  Stop.`)
		return variables[name ?? braced] ?? ''
	})
}

class MakeRun {
	stdout = ''
	stderr = ''
	readonly #context: CommandContext
	readonly #made = new Set<string>()

	constructor(context: CommandContext) {
		this.#context = context
	}

	async make(target: string, rules: Makefile['rules']): Promise<void> {
		if (this.#made.has(target)) return
		this.#made.add(target)
		const rule = rules.get(target)
		if (!rule) {
			if (await this.#context.fs.exists(posix.resolve(this.#context.cwd, target))) return
			throw new MakeError(`*** No rule to make target '${target}'.  Stop.`)
		}
		for (const need of rule.needs) await this.make(need, rules)
		for (const line of rule.recipe) await this.#run(target, line, rule)
	}

	async #run(target: string, line: string, { needs }: Rule): Promise<void> {
		const [, marks = '', bare = ''] = /^\s*([@-]*)(.*)$/.exec(line) ?? []
		const command = bare
			.replaceAll('$@', target)
			.replaceAll('$<', needs[0] ?? '')
			.replaceAll('$^', needs.join(' '))
		if (command === '') return
		if (!marks.includes('@')) this.stdout += `${command}\n`
		const { cwd, env, exec } = this.#context
		const end = await exec?.(command, { cwd, env: Object.fromEntries(env) })
		this.stdout += end?.stdout ?? ''
		this.stderr += end?.stderr ?? ''
		if (end && end.exitCode !== 0 && !marks.includes('-'))
			throw new MakeError(`*** [Makefile: ${target}] Error ${end.exitCode}`)
	}
}
