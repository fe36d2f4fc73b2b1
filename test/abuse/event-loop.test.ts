import { expect, test } from 'vitest'
import type { Abuse } from './corpora/abuse.ts'
import { archives } from './corpora/archives.ts'
import { documents } from './corpora/documents.ts'
import { objects } from './corpora/objects.ts'
import { patterns } from './corpora/patterns.ts'
import { policies } from './corpora/policies.ts'
import { questions } from './corpora/questions.ts'
import { longestTurn } from './longest-turn.ts'
import { openTarget } from './target.ts'

/** Milliseconds that no input may hold the event loop for. */
const HELD_MS = 50
/** Of so many attempts the best counts: a collection of garbage is no input's doing. */
const ATTEMPTS = 3

const corpus: ReadonlyArray<Abuse> = [
	...archives,
	...documents,
	...objects,
	...patterns,
	...policies,
	...questions,
]

test.for(corpus)('$name does not hold the event loop', { timeout: 120_000 }, async ({ prepare, outcome }) => {
	const held: Array<number> = []
	while (held.length < ATTEMPTS && !held.some((ms) => ms <= HELD_MS)) {
		const send = await prepare(await openTarget())
		let came: unknown
		held.push(
			await longestTurn(async () => {
				came = await send()
			}),
		)
		expect.soft(came).toEqual(outcome)
	}
	expect(Math.min(...held)).toBeLessThanOrEqual(HELD_MS)
	if (process.env.SHOW) console.log('HELD', held.map((x) => x.toFixed(0)).join(' '))
})
