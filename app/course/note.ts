// Without zod: the browser loads this file with each lesson.

export const NOTE_LENGTH = 4000

/** A note as pages show it. */
export interface Note {
	id: string
	text: string
	/** The heading that it hangs on; null for the whole lesson, or when the heading is gone. */
	heading: { id: string; title: string } | null
	/** ISO 8601 */
	updatedAt: string
}
