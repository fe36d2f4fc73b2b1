import { expect, test } from 'vitest'
import { course } from '#app/course/course.server.ts'
import { openFreeTerminal } from './free-sandbox.ts'

test('what a lesson offers to try works in a new free sandbox, in the order of the lesson', async () => {
	const lessons = Map.groupBy(course.examples, ({ lesson }) => lesson)
	expect(lessons.size).toBeGreaterThan(0)
	for (const [lesson, examples] of lessons) {
		await using terminal = await openFreeTerminal(lesson, examples[0]?.files ?? {})
		for (const { id, commands } of examples) {
			for (const command of commands) {
				const { stderr, exitCode } = await terminal.type(command)
				expect({ stderr, exitCode }, `${id}: ${command}`).toEqual({ stderr: '', exitCode: 0 })
			}
		}
	}
})

test('a pipeline that reads and publishes by S3 succeeds in the free sandbox as it is', async () => {
	const example = course.examples.find(({ id }) => id === 'anatomie-d-un-pipeline/1')
	await using terminal = await openFreeTerminal('anatomie-d-un-pipeline', example?.files ?? {})
	for (const command of example?.commands ?? []) await terminal.type(command)
	const { stdout } = await terminal.type(
		"aws codepipeline list-pipeline-executions --pipeline-name site-demo --query 'pipelineExecutionSummaries[].status' --output text",
	)
	expect(stdout.trim()).toBe('Succeeded')
})
