import type { Blueprint, DomainId } from './blueprint.ts'

export interface GradedItem {
	domain: DomainId
	correct: boolean
}

export interface DomainResult {
	domain: DomainId
	correct: number
	total: number
}

/** Right answers needed: the sum of the drawn items' Angoff means, kept within the bounds' shares of the total. */
export function cutScore(angoffMeans: Array<number>, bounds: Blueprint['cutBounds']): number {
	const total = angoffMeans.length
	const sum = angoffMeans.reduce((partial, mean) => partial + mean, 0)
	return Math.min(Math.max(sum, bounds.min * total), bounds.max * total)
}

/**
 * The reported score, 100 to 1000: two straight segments where no right answer
 * is 100, the cut is 700 and all right is 1000. Rounded down, so that a raw
 * score under the cut never reads 700.
 */
export function scaledScore(raw: number, total: number, cut: number): number {
	if (raw < 0 || raw > total) throw new RangeError(`raw score ${raw} is not between 0 and ${total}`)
	if (cut <= 0 || cut >= total) throw new RangeError(`cut ${cut} is not strictly between 0 and ${total}`)
	if (raw < cut) return Math.floor(100 + (600 * raw) / cut)
	return Math.floor(700 + (300 * (raw - cut)) / (total - cut))
}

/** All or nothing: the chosen options are exactly the keyed ones. */
export function isCorrect(chosen: Array<string>, keys: Array<string>): boolean {
	const distinct = new Set(chosen)
	return distinct.size === keys.length && keys.every((key) => distinct.has(key))
}

/** Right answers by domain, in the order of the domains. */
export function profileByDomain(items: Array<GradedItem>): Array<DomainResult> {
	const byDomain = Map.groupBy(items, ({ domain }) => domain)
	return [...byDomain]
		.map(([domain, answered]) => ({
			domain,
			correct: answered.filter(({ correct }) => correct).length,
			total: answered.length,
		}))
		.toSorted((a, b) => a.domain.localeCompare(b.domain))
}
