import { expect, test } from 'vitest'
import { services } from '#labs/aws/services.ts'
import type { Abuse } from './corpora/abuse.ts'
import { archives } from './corpora/archives.ts'
import { buildspecs } from './corpora/buildspecs.ts'
import { documents } from './corpora/documents.ts'
import { forms } from './corpora/forms.ts'
import { dockerfiles, lifecyclePolicies, manifests } from './corpora/images.ts'
import { objects } from './corpora/objects.ts'
import { observers } from './corpora/observers.ts'
import { largeCalls } from './corpora/operations.ts'
import { patterns } from './corpora/patterns.ts'
import { policies } from './corpora/policies.ts'
import { questions } from './corpora/questions.ts'
import { stateMachines } from './corpora/state-machines.ts'
import { heldShare, longestTurn } from './longest-turn.ts'
import { openTarget } from './target.ts'

const corpus: ReadonlyArray<Abuse> = [
	...archives,
	...buildspecs,
	...dockerfiles,
	...documents,
	...forms,
	...lifecyclePolicies,
	...manifests,
	...objects,
	...observers,
	...patterns,
	...policies,
	...questions,
	...stateMachines,
]

test.for(corpus)('$name does not hold the event loop', { timeout: 120_000 }, async ({ prepare, outcome }) => {
	const held = await heldShare(async () => {
		const send = await prepare(await openTarget())
		let came: unknown
		const longest = await longestTurn(async () => {
			came = await send()
		})
		expect(came).toEqual(outcome)
		return longest
	})
	expect(held).toBeLessThanOrEqual(1)
})

test.for([...services.keys()])(
	'no operation of %s holds the event loop for the size of its input',
	{ timeout: 120_000 },
	async (service) => {
		const target = await openTarget()
		const slow: Array<string> = []
		for (const { name, send } of largeCalls(target, service)) {
			if ((await heldShare(() => longestTurn(send))) > 1) slow.push(name)
		}
		expect(slow).toEqual([])
	},
)
