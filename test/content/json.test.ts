import { expect, test } from 'vitest'
import { blocksOf, type Fault, told } from './block.ts'
import { fileUses } from './file-uses.ts'
import { checkJson } from './json-block.ts'
import { pages } from './pages.ts'

test('every JSON example is what AWS takes, and pipelines and policies can be created', async () => {
	const faults: Array<Fault> = []
	let checked = 0
	for (const blocks of pages.map(blocksOf)) {
		const uses = fileUses(blocks)
		for (const block of blocks.filter(
			({ language, unchecked }) => language === 'json' && unchecked === undefined,
		)) {
			faults.push(...(await checkJson(block, uses.get(block.title ?? '') ?? [])))
			checked++
		}
	}
	expect(told(faults)).toEqual([])
	expect(checked).toBeGreaterThan(0)
})
