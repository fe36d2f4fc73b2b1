import { transcriptLines } from '#app/course/build/highlight.ts'
import { awsProblems } from './aws-command.ts'
import { type Block, type Fault, faultOf } from './block.ts'
import { commandsIn, type Typed } from './shell.ts'
import { refusalIn } from './transcript-output.ts'
import { verdictOf } from './verdict.ts'

/** A command of a block, with its line in the block from 0 and what the block shows that it printed. */
export interface BlockCommand extends Typed {
	/** As one types it, with its continued lines. */
	text: string
	/** What a transcript shows after it; undefined in a script, and for all but the last command of a line. */
	output?: string
}

/** Every command that a block of shell or a transcript types, or the fault of one that does not parse. */
export function readCommands(block: Block): { commands: Array<BlockCommand>; faults: Array<Fault> } {
	const commands: Array<BlockCommand> = []
	const faults: Array<Fault> = []
	for (const { text, line, output } of scriptsOf(block)) {
		try {
			const typed = commandsIn(text)
			for (const [at, one] of typed.entries()) {
				const last = at === typed.length - 1
				commands.push({ ...one, text, line: line + one.line, ...(last && { output }) })
			}
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error)
			faults.push(faultOf(block, `the shell does not understand it: ${reason}`, line))
		}
	}
	return { commands, faults }
}

/** What is typed in one go: the whole of a script, or each command of a transcript. */
export function scriptsOf(block: Block): Array<{ text: string; line: number; output?: string }> {
	if (block.language !== 'console') return [{ text: block.code, line: 0 }]
	const scripts: Array<{ text: string; line: number; output: string }> = []
	for (const [line, { typed, prompt, text }] of transcriptLines(block.code).entries()) {
		const current = scripts.at(-1)
		if (prompt) scripts.push({ text, line, output: '' })
		else if (current && typed) current.text += `\n${text}`
		else if (current) current.output += `${text}\n`
	}
	return scripts
}

/** Holds the `aws` commands of a block against the CLI's services, operations and options. */
export function checkCommands(block: Block): Array<Fault> {
	const { commands, faults } = readCommands(block)
	if (block.language === 'console' && commands.length === 0 && faults.length === 0)
		return [
			faultOf(block, 'a transcript types nothing; start its commands with "$ ", or use the language text'),
		]
	const aws = commands.filter(({ words }) => words[0]?.text === 'aws')
	if (block.refused !== undefined) return [...faults, ...verdictOf(block, aws.flatMap(awsProblems))]
	return [
		...faults,
		...aws.flatMap((command) =>
			// What a transcript shows to be refused may be wrong.
			awsProblems(command)
				.filter(({ code }) => code !== refusalIn(command.output))
				.map(({ text }) => faultOf(block, text, command.line)),
		),
	]
}
