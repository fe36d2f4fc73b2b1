import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBank, readBlueprint } from './bank.server.ts'
import { domainQuotas, type Form } from './blueprint.ts'
import { type DrawnForm, drawForm } from './draw.ts'
import { isScenario } from './item.ts'

const blueprint = readBlueprint()
const bank = readBank()
const form = blueprint.forms[0] as Form
const ids = ({ items }: DrawnForm) => items.map(({ item }) => item.id)

function draw(seed: string, history: Array<string> = []): DrawnForm {
	return drawForm({ blueprint, form, bank, seed, history })
}

test('any form keeps the quota of each domain and its scenarios, and repeats no question', () => {
	fc.assert(
		fc.property(fc.string(), (seed) => {
			const { items } = draw(seed)
			const drawn = Map.groupBy(items, ({ item }) => item.domain)
			for (const [domain, quota] of domainQuotas(blueprint, form.items))
				expect(drawn.get(domain)).toHaveLength(quota)
			expect(items.filter(({ item }) => isScenario(item)).length).toBeGreaterThanOrEqual(
				form.minScenarioItems,
			)
			expect(new Set(items.map(({ item }) => item.id)).size).toBe(form.items)
		}),
	)
})

test('enemies are never drawn together', () => {
	fc.assert(
		fc.property(fc.string(), (seed) => {
			const drawn = new Set(ids(draw(seed)))
			const enemies = bank.filter(({ id }) => drawn.has(id)).flatMap((item) => item.enemies)
			expect(enemies.filter((id) => drawn.has(id))).toEqual([])
		}),
	)
})

test('the same seed draws the same form, opaque ids included', () => {
	fc.assert(
		fc.property(fc.string(), (seed) => {
			expect(draw(seed)).toEqual(draw(seed))
		}),
	)
})

test('two seeds give no option the same id', () => {
	const optionIds = (seed: string) => draw(seed).items.flatMap(({ options }) => options.map(({ id }) => id))
	const all = [...optionIds('one'), ...optionIds('two')]
	expect(new Set(all).size).toBe(all.length)
})

test('the keys of single-answer questions are spread over the positions', () => {
	fc.assert(
		fc.property(fc.string(), (seed) => {
			const single = draw(seed).items.filter(({ item }) => item.type === 'single')
			const at = [0, 1, 2, 3].map(
				(position) =>
					single.filter(({ item, options }) => item.options[options[position]?.option ?? -1]?.correct).length,
			)
			expect(Math.max(...at) - Math.min(...at)).toBeLessThanOrEqual(2)
		}),
	)
})

test('every option is shown once, and ordered options keep their order', () => {
	fc.assert(
		fc.property(fc.string(), (seed) => {
			for (const { item, options } of draw(seed).items) {
				const shown = options.map(({ option }) => option)
				const written = [...item.options.keys()]
				expect(shown.toSorted((a, b) => a - b)).toEqual(written)
				if (item.ordered) expect(shown).toEqual(written)
			}
		}),
	)
})

test('a second attempt shares at most a fifth of its questions where the bank allows', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (first, second) => {
			const history = ids(draw(first))
			const shared = ids(draw(`${second}/again`, history)).filter((id) => history.includes(id))
			expect(shared.length).toBeLessThanOrEqual(form.items / 5)
		}),
	)
})

test('the cut stays within its bounds', () => {
	fc.assert(
		fc.property(fc.string(), (seed) => {
			const { cutScore } = draw(seed)
			expect(cutScore).toBeGreaterThanOrEqual(0.65 * form.items)
			expect(cutScore).toBeLessThanOrEqual(0.8 * form.items)
		}),
	)
})

test('a bank without enough questions of a domain is refused', () => {
	const poor = bank.filter(({ domain }) => domain !== 'D6')
	expect(() => drawForm({ blueprint, form, bank: poor, seed: 'x', history: [] })).toThrow(
		/cannot fill forme-16/,
	)
})

test('a draft is never drawn', () => {
	const drafts = bank.map((item) => (item.id === 'd1-001' ? { ...item, status: 'brouillon' as const } : item))
	fc.assert(
		fc.property(fc.string(), (seed) => {
			expect(ids(drawForm({ blueprint, form, bank: drafts, seed, history: [] }))).not.toContain('d1-001')
		}),
	)
})
