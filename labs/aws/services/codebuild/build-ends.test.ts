import { RetryBuildCommand, StartBuildCommand, StopBuildCommand } from '@aws-sdk/client-codebuild'
import { afterAll, expect, test } from 'vitest'
import { openBuildHost } from '#labs/guest/build-host.fixture.ts'
import { buildspec, openBuilds } from './codebuild.fixture.ts'

const host = openBuildHost()
afterAll(host.close)

test('Sixty builds at once end once each, with their own results', {
	timeout: 60_000,
}, async () => {
	const people = await openBuilds(host.work)
	await people.createProject({
		source: { type: 'NO_SOURCE', buildspec: buildspec('echo $CODEBUILD_BUILD_NUMBER') },
	})
	const start = () => people.codebuild.send(new StartBuildCommand({ projectName: 'shop' }))
	const started: Array<string> = []
	for (let count = 0; count < 60; count++) started.push((await start()).build?.id ?? '')
	await people.sandbox.advance()
	await people.sandbox.settle()
	expect(people.sandbox.pendingWork()).toEqual([])
	const numbers = await Promise.all(
		started.map(async (id) => {
			expect((await people.find(id)).buildStatus).toBe('SUCCEEDED')
			return Number(/\n(\d+)\n/.exec(await people.log(id))?.[1])
		}),
	)
	expect(numbers).toEqual(started.map((_, index) => index + 1))
})

test('A build that is stopped stays stopped, whatever its host brings later', async () => {
	const people = await openBuilds(host.work)
	await people.createProject({ source: { type: 'NO_SOURCE', buildspec: buildspec('sleep 1000') } })
	const { build } = await people.codebuild.send(new StartBuildCommand({ projectName: 'shop' }))
	await people.sandbox.advance()
	const stopped = await people.codebuild.send(new StopBuildCommand({ id: build?.id }))
	expect(stopped.build).toMatchObject({ buildStatus: 'STOPPED', currentPhase: 'COMPLETED' })
	await people.sandbox.settle()
	expect((await people.find(build?.id ?? '')).buildStatus).toBe('STOPPED')
	const retried = await people.codebuild.send(new RetryBuildCommand({ id: build?.id }))
	expect(retried.build).toMatchObject({
		buildNumber: 2,
		buildStatus: 'IN_PROGRESS',
		currentPhase: 'SUBMITTED',
	})
})

test('A build ends when its own time says so, and no later than its timeout', async () => {
	const people = await openBuilds(host.work)
	await people.createProject({
		source: { type: 'NO_SOURCE', buildspec: buildspec('sleep 1000') },
		timeoutInMinutes: 30,
	})
	const running = await people.build()
	expect(running.buildStatus).toBe('IN_PROGRESS')
	await people.sandbox.setClock({ jumpTo: people.sandbox.now() + 1_100_000 })
	const done = await people.find(running.id ?? '')
	expect(done.buildStatus).toBe('SUCCEEDED')
	expect(done.phases?.find(({ phaseType }) => phaseType === 'BUILD')?.durationInSeconds).toBe(1000)
	const late = await people.build({ timeoutInMinutesOverride: 10 })
	await people.sandbox.setClock({ jumpTo: people.sandbox.now() + 1_100_000 })
	expect((await people.find(late.id ?? '')).buildStatus).toBe('TIMED_OUT')
})
