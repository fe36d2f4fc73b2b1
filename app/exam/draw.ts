import { type Blueprint, domainQuotas, type Form } from './blueprint.ts'
import { angoffMean, type Item, isScenario } from './item.ts'
import { createRandom, type Random } from './random.ts'
import { cutScore } from './score.ts'

const TRIES = 50

export interface DrawnOption {
	/** Opaque, new at each attempt. */
	id: string
	/** Its index among the options of the bank's item. */
	option: number
}

export interface DrawnItem {
	item: Item
	/** In displayed order. */
	options: Array<DrawnOption>
}

export interface DrawnForm {
	items: Array<DrawnItem>
	/** Right answers needed to pass, provisional as long as the Angoff estimates are. */
	cutScore: number
}

export interface DrawRequest {
	blueprint: Blueprint
	form: Form
	bank: Array<Item>
	/** Decides the whole form, together with the other fields. */
	seed: string
	/** Ids of the items of the learner's previous attempt: drawn again only when nothing else fits. */
	history: Array<string>
}

/**
 * Draws a form: the quota of each domain, at least the form's number of scenario
 * items, no two enemies, the right answers spread over the positions.
 * Throws an Error when the bank cannot fill the form.
 */
export function drawForm({ blueprint, form, bank, seed, history }: DrawRequest): DrawnForm {
	const random = createRandom(seed)
	for (let tries = 0; tries < TRIES; tries++) {
		const chosen = chooseItems(blueprint, form, preferred(bank, history, random))
		if (chosen) {
			const items = arrangeOptions(orderByDomain(chosen, blueprint), random)
			return { items, cutScore: cutScore(chosen.map(angoffMean), blueprint.cutBounds) }
		}
	}
	throw new Error(
		`the bank cannot fill ${form.id}: add active items, or relax enemies or the number of scenarios`,
	)
}

/** Active items at random, those that the learner has just seen last. */
function preferred(bank: Array<Item>, history: Array<string>, random: Random): Array<Item> {
	const seen = new Set(history)
	const active = random.shuffle(bank.filter(({ status }) => status === 'actif'))
	return [...active.filter(({ id }) => !seen.has(id)), ...active.filter(({ id }) => seen.has(id))]
}

function chooseItems(blueprint: Blueprint, form: Form, candidates: Array<Item>): Array<Item> | undefined {
	const open = domainQuotas(blueprint, form.items)
	const chosen: Array<Item> = []

	function take(items: Array<Item>, limit: number): void {
		for (const item of items) {
			if (chosen.length >= limit) return
			const places = open.get(item.domain) ?? 0
			if (places === 0 || chosen.includes(item) || chosen.some((other) => areEnemies(item, other))) continue
			open.set(item.domain, places - 1)
			chosen.push(item)
		}
	}

	take(candidates.filter(isScenario), form.minScenarioItems)
	if (chosen.length < form.minScenarioItems) return undefined
	take(candidates, form.items)
	return chosen.length === form.items ? chosen : undefined
}

function areEnemies(one: Item, other: Item): boolean {
	return one.enemies.includes(other.id) || other.enemies.includes(one.id)
}

/** Domain after domain, and the items of one vignette side by side, so that it is read once. */
function orderByDomain(items: Array<Item>, blueprint: Blueprint): Array<Item> {
	const ranks = new Map(blueprint.domains.map(({ id }, rank) => [id, rank]))
	return items.toSorted(
		(a, b) =>
			(ranks.get(a.domain) ?? 0) - (ranks.get(b.domain) ?? 0) ||
			(a.vignetteId ?? '').localeCompare(b.vignetteId ?? ''),
	)
}

function arrangeOptions(items: Array<Item>, random: Random): Array<DrawnItem> {
	const keysAt = new Map<number, number>()
	const arranged = new Map<Item, Array<number>>()
	for (const item of items.filter(({ ordered }) => ordered)) {
		arranged.set(item, [...item.options.keys()])
		countKey(
			item,
			keysAt,
			item.options.findIndex(({ correct }) => correct),
		)
	}
	for (const item of random.shuffle(items.filter(({ ordered }) => !ordered))) {
		arranged.set(
			item,
			item.type === 'single' ? placeKey(item, keysAt, random) : shuffledIndexes(item, random),
		)
	}
	return items.map((item) => ({
		item,
		options: (arranged.get(item) ?? []).map((option) => ({ id: random.token(), option })),
	}))
}

/** Puts the key where the fewest keys of the form are, and the distractors around it at random. */
function placeKey(item: Item, keysAt: Map<number, number>, random: Random): Array<number> {
	const key = item.options.findIndex(({ correct }) => correct)
	const positions = random.shuffle([...item.options.keys()])
	const fewest = Math.min(...positions.map((position) => keysAt.get(position) ?? 0))
	const position = positions.find((candidate) => (keysAt.get(candidate) ?? 0) === fewest) ?? 0
	countKey(item, keysAt, position)
	const others = shuffledIndexes(item, random).filter((index) => index !== key)
	return others.toSpliced(position, 0, key)
}

function shuffledIndexes({ options }: Item, random: Random): Array<number> {
	return random.shuffle([...options.keys()])
}

function countKey({ type }: Item, keysAt: Map<number, number>, position: number): void {
	if (type === 'single') keysAt.set(position, (keysAt.get(position) ?? 0) + 1)
}
