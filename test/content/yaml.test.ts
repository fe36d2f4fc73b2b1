import { expect, test } from 'vitest'
import { blocksOf, type Fault, told } from './block.ts'
import { pages } from './pages.ts'
import { checkYaml } from './yaml-block.ts'

test('every YAML example is one that its tool reads: build, deployment, template, workflow', async () => {
	const blocks = pages
		.flatMap(blocksOf)
		.filter(({ language, unchecked }) => language === 'yaml' && unchecked === undefined)
	const faults: Array<Fault> = []
	for (const block of blocks) faults.push(...(await checkYaml(block)))
	expect(told(faults)).toEqual([])
})
