const KEY = 'filiere-lecture'

/** Where a visitor left; it stays in their browser. */
export type KeptReading = {
	part: { slug: string; title: string }
	lesson: { slug: string; title: string }
	heading: { id: string; title: string } | null
}

/** Keeps where a visitor is. A browser that refuses to keep anything keeps nothing. */
export function keepReading(reading: KeptReading, storage: Storage): void {
	try {
		storage.setItem(KEY, JSON.stringify(reading))
	} catch {
		// Full or forbidden: reading goes on without.
	}
}

/** Where a visitor left, or null; what does not read as such is left aside. */
export function keptReading(storage: Storage): KeptReading | null {
	try {
		const kept: unknown = JSON.parse(storage.getItem(KEY) ?? 'null')
		return isKeptReading(kept) ? kept : null
	} catch {
		return null
	}
}

// By hand: zod would weigh a fifth of the lesson's scripts, and tries whether it
// may compile code, which the page's policy refuses and reports.
function isKeptReading(kept: unknown): kept is KeptReading {
	if (!hasTexts(kept, []) || !('part' in kept && 'lesson' in kept && 'heading' in kept)) return false
	const { part, lesson, heading } = kept
	const placed = hasTexts(part, ['slug', 'title']) && hasTexts(lesson, ['slug', 'title'])
	return placed && (heading === null || hasTexts(heading, ['id', 'title']))
}

function hasTexts(value: unknown, keys: Array<string>): value is object {
	if (typeof value !== 'object' || value === null) return false
	return keys.every((key) => typeof (value as Record<string, unknown>)[key] === 'string')
}
