import { expect, test } from 'vitest'
import { type Block, blocksOf, type Fault, faultOf, told } from './block.ts'
import { pages } from './pages.ts'

const blocks = pages.flatMap(blocksOf)

/** The languages whose every block is held against something, by the test of that name. */
const CHECKED = [
	'json',
	'yaml',
	'bash',
	'console',
	'typescript',
	'javascript',
	'python',
	'diff',
	'dockerfile',
]

const INSTRUCTIONS =
	/^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s/

function checkFence(block: Block): Array<Fault> {
	const { language, unchecked, unknown, refused, run } = block
	const fault = (problem: string) => faultOf(block, problem, -1)
	const [stranger] = unknown
	if (stranger)
		return [fault(`the fence says "${stranger}"; it knows title, unchecked, refused, run and wait`)]
	if (unchecked !== undefined)
		return unchecked.trim().length < 10 ? [fault('say in a few words why the block is not checked')] : []
	if (refused === '')
		return [fault('say which refusal the example gets, as refused="InvalidStructureException"')]
	if (run !== undefined && language !== 'console') return [fault('only a transcript (console) can be run')]
	if (language === 'text') return checkText(block)
	if (CHECKED.includes(language)) return []
	return [fault(`nothing checks the language "${language}"; use another, or say unchecked="why"`)]
}

/** Text is not checked, so that what could be checked may not pass for it. */
function checkText(block: Block): Array<Fault> {
	const { code } = block
	if (/^\s*[{[]\s*\n/.test(code))
		return [faultOf(block, 'this is JSON; use the language json, so that it is checked')]
	if (/^(\$ )?aws [a-z]/m.test(code))
		return [faultOf(block, 'this types a command; use the language console or bash, so that it is checked')]
	return []
}

test('every block is checked, or says why it cannot be', () => {
	expect(told(blocks.flatMap(checkFence))).toEqual([])
	expect(blocks.length).toBeGreaterThan(20)
})

test('every line of a diff is kept, taken away or added', () => {
	const faults = blocks
		.filter(({ language, unchecked }) => language === 'diff' && unchecked === undefined)
		.flatMap((block) =>
			block.code
				.split('\n')
				.flatMap((line, at) =>
					/^([ +-]|@@|$)/.test(line)
						? []
						: [faultOf(block, 'a line of a diff starts with a space, + or -', at)],
				),
		)
	expect(told(faults)).toEqual([])
})

test('every line of a Dockerfile starts with an instruction', () => {
	const faults = blocks
		.filter(({ language, unchecked }) => language === 'dockerfile' && unchecked === undefined)
		.flatMap((block) => {
			const lines = block.code.split('\n')
			return lines.flatMap((line, at) => {
				const goesOn = lines[at - 1]?.trimEnd().endsWith('\\')
				if (goesOn || line.trim() === '' || line.startsWith('#') || INSTRUCTIONS.test(line)) return []
				return [faultOf(block, `"${line.split(' ')[0]}" is no instruction of a Dockerfile`, at)]
			})
		})
	expect(told(faults)).toEqual([])
})

test('two files of one page do not have one name', () => {
	const faults = pages.flatMap((page) => {
		const titled = blocksOf(page).filter(({ title }) => title?.includes('.') && !title.includes(' '))
		return titled
			.filter(({ title, code }, at) =>
				titled.slice(0, at).some((one) => one.title === title && one.code !== code),
			)
			.map((block) =>
				faultOf(block, `another block is already ${block.title}; call one of them "extrait de …"`, -1),
			)
	})
	expect(told(faults)).toEqual([])
})
