// Without zod: the browser loads this file with each lesson.

export const FEEDBACK_LENGTH = 2000

/** What a reader said of a lesson. */
export interface Feedback {
	helped: boolean
	text: string
}
