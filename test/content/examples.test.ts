import { expect, test } from 'vitest'
import { course } from '#app/course/course.server.ts'
import type { Example } from '#app/course/course.ts'
import { freeSandbox } from '#labs/bac-a-sable/scene.ts'
import { openTerminal, type Terminal } from './terminal.ts'

test('what a lesson offers to try works in a new free sandbox, in the order of the lesson', async () => {
	const lessons = Map.groupBy(course.examples, ({ lesson }) => lesson)
	expect(lessons.size).toBeGreaterThan(0)
	for (const examples of lessons.values()) {
		using terminal = await openFolder(examples[0])
		for (const { id, commands } of examples) {
			for (const command of commands) {
				const { stderr, exitCode } = await terminal.run(command)
				expect({ stderr, exitCode }, `${id}: ${command}`).toEqual({ stderr: '', exitCode: 0 })
				await terminal.settle()
			}
		}
	}
})

test('a pipeline that reads and publishes by S3 succeeds in the free sandbox as it is', async () => {
	const example = course.examples.find(({ id }) => id === 'anatomie-d-un-pipeline/1')
	using terminal = await openFolder(example)
	for (const command of example?.commands ?? []) await terminal.run(command)
	await terminal.settle()
	const { stdout } = await terminal.run(
		"aws codepipeline list-pipeline-executions --pipeline-name site-demo --query 'pipelineExecutionSummaries[].status' --output text",
	)
	expect(stdout.trim()).toBe('Succeeded')
})

/** A terminal in the folder that the page makes for an example. */
async function openFolder(example: Example | undefined): Promise<Terminal> {
	if (!example) throw new Error('There is no such example')
	const { lesson, files } = example
	const inFolder = Object.entries(files).map(([name, text]) => [`${lesson}/${name}`, text])
	const terminal = await openTerminal(freeSandbox, Object.fromEntries(inFolder))
	await terminal.run(`mkdir -p ${lesson} && cd ${lesson}`)
	return terminal
}
