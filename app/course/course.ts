/** The course as its pages show it: twelve parts, their lessons and quizzes, in order. */
export type Course = { parts: Array<Part> }

export type Part = {
	number: number
	slug: string
	title: string
	summary: string
	status: 'published' | 'planned'
	/** Titles of the sections to come, while the part is planned. */
	planned: Array<string>
	lessons: Array<Lesson>
	quiz: Quiz | null
	/** Path of its index.mdx from the root of the project. */
	file: string
}

export type Lesson = {
	number: number
	/** Unique in the whole course: progress is kept under it, so renumbering loses nothing. */
	slug: string
	title: string
	summary: string
	section: string
	minutes: number
	objectives: Array<string>
	/** Day of the last check against the AWS documentation, as YYYY-MM-DD. */
	verified: string
	lab?: string
	sources: Array<{ title: string; url: string }>
	file: string
}

export type Quiz = { title: string; questions: Array<Question> }

export type Question = {
	id: string
	prompt: string
	type: 'single' | 'multiple'
	choices: Array<Choice>
	/** Slug of the lesson, of the same part, that answers it. */
	lesson: string
}

export type Choice = { text: string; correct: boolean; explanation: string }

/** The address of a part, of one of its lessons, or of its quiz. */
export function coursePath(part: { slug: string }, page?: { slug: string } | 'quiz'): string {
	if (!page) return `/cours/${part.slug}`
	return `/cours/${part.slug}/${page === 'quiz' ? 'quiz' : page.slug}`
}

/** The reading time of a part, in minutes. */
export function readingMinutes(part: Part): number {
	return part.lessons.reduce((total, lesson) => total + lesson.minutes, 0)
}
