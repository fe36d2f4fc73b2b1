import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { analyse } from '#app/search/search-document.ts'
import { SearchIndex } from '#app/search/search-index.ts'
import { createAccount, rootOf } from '#labs/aws/identity/credentials.ts'
import { BUILDSPEC_BYTES, BuildspecError, parseBuildspec } from '#labs/aws/services/codebuild/buildspec.ts'
import { openZip } from '#labs/aws/services/codepipeline/artifacts/zip.ts'
import { passes } from '#labs/aws/services/codepipeline/webhooks/filters.ts'
import { compilePattern } from '#labs/aws/services/events/patterns/pattern.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { loopHeld } from './event-loop.ts'

// Nothing that a learner or a visitor sends holds the event loop: each of these
// did, or could if its bound were taken away.

test('an archive of zeros opens off the main thread', async () => {
	const zeros = new Uint8Array(10 * 1024 * 1024)
	const bomb = zipSync({ a: zeros, b: zeros, c: zeros, d: zeros })
	expect(await loopHeld(() => openZip(bomb))).toBeLessThan(1)
})

test.each(['[', '{a: ', '? ', 'a,', 'a: 1\n', '!a ', '- - ', '&a ', '{b: 1,', 'b: 1,'])(
	'a buildspec with as many %j as one may hold is read or refused',
	async (part) => {
		const marks = part.replaceAll(/[^[{!&*?:,]/g, '').length
		const lines = part.includes('\n') ? 990 : 16_000
		const source = `{${part.repeat(Math.min(lines, 1990 / Math.max(1, marks), BUILDSPEC_BYTES / part.length - 1))}`
		const read = async () => {
			try {
				parseBuildspec(source)
			} catch (error) {
				if (!(error instanceof BuildspecError)) throw error
			}
		}
		await read()
		expect(await loopHeld(read)).toBeLessThan(1)
	},
)

test('a filter of descents over a wide payload gives up', async () => {
	const payload = { all: Array.from({ length: 200_000 }, (_, index) => ({ a: index })) }
	const filters = Array.from({ length: 5 }, () => ({ jsonPath: `$${'..*'.repeat(48)}` }))
	expect(await loopHeld(async () => passes(filters, payload, {}))).toBeLessThan(1)
})

test('a question of many words that there are not is answered', async () => {
	const word = (index: number) => `mot${(index * 7919).toString(36)}`
	const documents = Array.from({ length: 60 }, (_, at) =>
		analyse(
			{ kind: 'lesson', page: `/cours/a/${at}`, place: 'Partie', title: `Leçon ${at}` },
			{
				names: [`Leçon ${at}`],
				headings: [],
				summaries: [],
				sentences: [Array.from({ length: 200 }, (_, index) => word(at * 200 + index)).join(' ')],
				code: [],
			},
		),
	)
	const index = new SearchIndex(documents, [])
	const query = Array.from({ length: 22 }, (_, at) => `zqx${(at * 104729).toString(36)}w`).join(' ')
	expect(await loopHeld(async () => index.search(query))).toBeLessThan(1)
})

test('a pattern of stars is matched in line with the text', async () => {
	const matcher = compilePattern(JSON.stringify({ a: [{ wildcard: '*a'.repeat(200) }] }))
	const event = { a: 'a'.repeat(150_000) }
	expect(await loopHeld(async () => matcher(event))).toBeLessThan(1)
})

const account = '111122223333'

test('policies of stars and many actions are simulated within bounds', async () => {
	const host = { services, authorize, journal: new MemoryJournal(), realNow: Date.now }
	const fresh = { seed: 'abuse', number: 1n, startsAt: Date.UTC(2026, 0, 5), speed: 0 }
	const sandbox = await Sandbox.open('abuse', host, new MemoryBlobs(), fresh)
	await sandbox.arrange('Account', (call) => createAccount(call, { account }), WORLD_SCOPE)
	const star = `${'*a'.repeat(60)}*`
	const Statement = Array.from({ length: 40 }, () => ({
		Effect: 'Allow',
		Action: `s3:${star}`,
		Resource: `arn:aws:s3:::${star}`,
	}))
	const input = {
		PolicyInputList: [JSON.stringify({ Version: '2012-10-17', Statement })],
		MaxItems: 1000,
		ActionNames: Array.from({ length: 100 }, (_, index) => `s3:${'a'.repeat(100)}${index}`),
		ResourceArns: Array.from({ length: 20 }, (_, index) => `arn:aws:s3:::${'a'.repeat(200)}${index}`),
	}
	const call = {
		principal: rootOf(account),
		scope: { account, region: 'eu-west-3' },
		service: 'iam',
		operation: 'SimulateCustomPolicy',
		input,
	}
	const simulate = () => sandbox.call(call).catch((error: Error) => error.name)
	expect(await loopHeld(simulate)).toBeLessThan(1)
})
