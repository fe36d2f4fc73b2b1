import { z } from 'zod'

const KEY = 'filiere-lecture'

const resumePoint = z.object({
	part: z.object({ slug: z.string(), title: z.string() }),
	lesson: z.object({ slug: z.string(), title: z.string() }),
	heading: z.object({ id: z.string(), title: z.string() }).nullable(),
})

/** Where a visitor left; it stays in their browser. */
export type KeptReading = z.infer<typeof resumePoint>

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
		return resumePoint.safeParse(JSON.parse(storage.getItem(KEY) ?? 'null')).data ?? null
	} catch {
		return null
	}
}
