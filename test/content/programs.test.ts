import { expect, test } from 'vitest'
import { type Block, blocksOf, type Fault, faultOf, told } from './block.ts'
import { pages } from './pages.ts'
import { pythonFaults } from './python.ts'
import { sdkFaults } from './sdk-calls.ts'
import { parseProgram } from './syntax-tree.ts'

function programs(...languages: Array<string>): Array<Block> {
	return pages
		.flatMap(blocksOf)
		.filter(({ language, unchecked }) => languages.includes(language) && unchecked === undefined)
}

function checkProgram(block: Block): Array<Fault> {
	const { program, errors } = parseProgram(block.code, block.language)
	const lineAt = (offset: number) => block.code.slice(0, offset).split('\n').length - 1
	if (errors.length > 0)
		return errors.map(({ message, offset }) => faultOf(block, `invalid program, ${message}`, lineAt(offset)))
	return sdkFaults(program).map(({ text, offset }) => faultOf(block, text, lineAt(offset)))
}

test('every TypeScript and JavaScript example parses, and asks of the SDK what it has', () => {
	expect(told(programs('typescript', 'javascript').flatMap(checkProgram))).toEqual([])
})

test('every Python example compiles, and asks of boto3 what it has', () => {
	const blocks = programs('python')
	const faults = pythonFaults(blocks.map(({ code }) => code))
	const found = blocks.flatMap((block, at) =>
		(faults[at] ?? []).map(({ text, line }) => faultOf(block, text, line)),
	)
	expect(told(found)).toEqual([])
})
