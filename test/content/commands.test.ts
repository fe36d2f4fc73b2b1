import { expect, test } from 'vitest'
import { blocksOf, told } from './block.ts'
import { checkCommands } from './command-block.ts'
import { pages } from './pages.ts'

test('every aws command is one that the CLI takes: service, operation, options, values, query', () => {
	const blocks = pages
		.flatMap(blocksOf)
		.filter(({ language, unchecked }) => ['bash', 'console'].includes(language) && unchecked === undefined)
	expect(told(blocks.flatMap(checkCommands))).toEqual([])
	expect(blocks.length).toBeGreaterThan(0)
})
