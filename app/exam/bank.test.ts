import { expect, test } from 'vitest'
import { readBank, readBlueprint } from './bank.server.ts'
import { domainQuotas } from './blueprint.ts'
import { guesserScores } from './guesser.ts'
import { type Item, isScenario, parseQuestionFile } from './item.ts'
import { lintBank, lintItem } from './item-lint.ts'

function changed(changes: Partial<Item>): Item {
	const sample = readBank().find(({ id }) => id === 'd1-001') as Item
	return { ...sample, ...changes }
}

test('every question of the bank keeps the item-writing rules', () => {
	expect(lintBank(readBank())).toEqual([])
})

test('the bank has at least four questions of each domain and ten scenarios', () => {
	const active = readBank().filter(({ status }) => status === 'actif')
	const domains = Map.groupBy(active, ({ domain }) => domain)
	expect([...domains.values()].map(({ length }) => length).every((count) => count >= 4)).toBe(true)
	expect(domains.size).toBe(8)
	expect(active.filter(isScenario).length).toBeGreaterThanOrEqual(10)
})

test('the form of 16 takes its quotas from the weights by largest remainder', () => {
	expect([...domainQuotas(readBlueprint(), 16).values()]).toEqual([1, 2, 3, 3, 2, 2, 1, 2])
})

test('a guesser who follows lengths or echoes gains at most five points over chance', () => {
	const { chance, longest, shortest, echo } = guesserScores(readBank())
	expect({ longest, shortest, echo }).toSatisfy((scores: Record<string, number>) =>
		Object.values(scores).every((score) => score <= chance + 0.05),
	)
})

test('a question file with a missing field names the file and the field', () => {
	expect(() => parseQuestionFile('d1/999-x.yaml', { id: 'd1-999' })).toThrow(/d1\/999-x\.yaml[\s\S]*prompt/)
})

test('a repeated id is refused with both files', () => {
	const item = changed({})
	expect(lintBank([item, { ...item, file: 'copy.yaml' }])).toContainEqual(
		`copy.yaml: id d1-001 is already that of ${item.file}; take the next free number`,
	)
})

test('an option that combines others is refused', () => {
	const options = changed({}).options.with(0, {
		text: 'A et C',
		correct: false,
		rationale: 'x',
		pitfallId: '1',
	})
	expect(lintItem(changed({ options })).join()).toContain('type K')
})

test('« toutes les réponses » is refused', () => {
	const options = changed({}).options.with(0, {
		text: 'Toutes ces réponses',
		correct: false,
		rationale: 'x',
		pitfallId: '1',
	})
	expect(lintItem(changed({ options })).join()).toContain('are not options')
})

test('a key much longer than its distractors is refused', () => {
	const options = changed({}).options.map((option) =>
		option.correct ? { ...option, text: option.text.repeat(4) } : option,
	)
	expect(lintItem(changed({ options })).join()).toContain('1.25 times')
})

test('several answers must be announced in capitals', () => {
	expect(lintItem(changed({ type: 'multiple', count: 2 })).join()).toContain('Choisissez DEUX réponses')
})

test('a negative question is refused unless its negation is marked', () => {
	expect(lintItem(changed({ prompt: 'Que ne fait pas CodePipeline\u202F?' })).join()).toContain(
		'ask positively',
	)
})

test('numbers out of order are refused', () => {
	const options = ['7', '5', '9'].map((text, at) => ({
		text,
		correct: at === 0,
		rationale: 'x',
		pitfallId: '3',
	}))
	expect(lintItem(changed({ options })).join()).toContain('rising order')
})

test('a source that only the community confirms does not prove a key', () => {
	expect(lintItem(changed({ sources: [{ url: 'https://example.org', level: 'C' }] })).join()).toContain(
		'level L or M',
	)
})

test('distractors without a real error behind them are refused', () => {
	const options = changed({}).options.map(({ pitfallId: _, ...option }) => option)
	expect(lintItem(changed({ options })).join()).toContain('two thirds')
})

test('English punctuation in French prose is refused', () => {
	expect(lintItem(changed({ prompt: "Qu'en dire ?" })).join()).toMatch(/U\+2019[\s\S]*U\+202F/)
})
