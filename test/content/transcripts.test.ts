import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { operationOf } from './aws-command.ts'
import { type Block, blocksOf, type Fault, faultOf, told } from './block.ts'
import { readCommands, scriptsOf } from './command-block.ts'
import { pages } from './pages.ts'
import { difference, pairIdentifiers } from './same-output.ts'
import { openTerminal, type Terminal } from './terminal.ts'
import { outputProblems } from './transcript-output.ts'

const blocks = pages.flatMap(blocksOf)
const transcripts = blocks.filter(
	({ language, unchecked }) => language === 'console' && unchecked === undefined,
)

/** The files that the blocks of a part show, those of the page last, so that they win. */
function filesFor(file: string): Record<string, string> {
	const part = dirname(file)
	const titled = blocks.filter(
		(block) => block.title && dirname(block.file) === part && block.language !== 'console',
	)
	const own = titled.filter((block) => block.file === file)
	return Object.fromEntries([...titled, ...own].map(({ title, code }) => [title, `${code}\n`]))
}

function checkOutputs(block: Block): Array<Fault> {
	return readCommands(block).commands.flatMap(({ words, redirected, output, line }) => {
		if (words[0]?.text !== 'aws' || redirected || output === undefined) return []
		const called = operationOf(words)
		if (!called || called.line.options.has('--generate-cli-skeleton')) return []
		return outputProblems(called, called.line.globals, output).map(({ text }) => faultOf(block, text, line))
	})
}

test('every answer of AWS that a transcript shows is one that AWS gives', () => {
	expect(told(transcripts.flatMap(checkOutputs))).toEqual([])
})

/** Types the transcripts of a page that are to be run in one world, in order. */
async function runTranscripts(all: ReadonlyArray<Block>): Promise<Array<Fault>> {
	const [first] = all
	if (!first) return []
	using terminal = await openTerminal(first.run ?? '', filesFor(first.file))
	const faults: Array<Fault> = []
	const identifiers = new Map<string, string>()
	for (const block of all) faults.push(...(await typeBlock(terminal, block, identifiers)))
	return faults
}

async function typeBlock(terminal: Terminal, block: Block, identifiers: Map<string, string>) {
	const faults: Array<Fault> = []
	if (block.wait) await terminal.settle()
	for (const { text, line, output = '' } of scriptsOf(block)) {
		const typed = [...identifiers].reduce((changed, [shown, real]) => changed.replaceAll(shown, real), text)
		const printed = await terminal.type(typed)
		for (const [shown, real] of pairIdentifiers(output, printed)) identifiers.set(shown, real)
		const differs = difference(output, printed)
		if (differs) faults.push(faultOf(block, differs, line))
	}
	return faults
}

test('every transcript that says so runs in the terminal of the labs, and prints what it shows', async () => {
	const runnable = transcripts.filter(({ run }) => run !== undefined)
	const faults: Array<Fault> = []
	for (const all of Map.groupBy(runnable, ({ file, run }) => `${file} ${run}`).values())
		faults.push(...(await runTranscripts(all)))
	expect(told(faults)).toEqual([])
	expect(runnable.length).toBeGreaterThan(0)
})
