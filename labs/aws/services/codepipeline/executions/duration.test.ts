import { expect, test } from 'vitest'
import { executions } from '../collections.ts'
import { SCOPE, siteDemo } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

test('a whole execution takes little real time', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(10)
	const took: Array<number> = []
	for (let run = 0; run < 10; run++) {
		const start = performance.now()
		await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
		await world.pass(10)
		took.push(performance.now() - start)
	}
	const all = world.sandbox.world.list(executions, SCOPE)
	expect(all.map(({ status }) => status)).toEqual(Array(11).fill('Succeeded'))
	// The best of ten, so that a busy machine does not fail it.
	expect(Math.min(...took)).toBeLessThan(30)
})
