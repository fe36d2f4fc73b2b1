/** Why an example would be refused, with AWS's code for it where there is one. */
export interface Problem {
	text: string
	code: string
}

/** Whether the reader would see an error, and which; `Content` stands for rules of our own. */
export function problem(text: string, code = 'Content'): Problem {
	return { text, code }
}

/** A sort of example, recognized by what it holds, and what is wrong with one. */
export interface Kind<T = unknown> {
	name: string
	matches(value: unknown): boolean
	problems(value: T): Array<Problem> | Promise<Array<Problem>>
}

/** Declares a kind whose problems are told of values that it matches. */
export function kind<T>(definition: Kind<T>): Kind {
	return definition as Kind
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** Whether an object has all these keys. */
export function has(value: unknown, ...keys: Array<string>): value is Record<string, unknown> {
	return isObject(value) && keys.every((key) => Object.hasOwn(value, key))
}

/** The keys of an object that are not among those known. */
export function strangers(value: object, known: ReadonlyArray<string>): Array<string> {
	return Object.keys(value).filter((key) => !known.includes(key))
}

/** One problem for each key that nobody knows. */
export function unknownKeys(where: string, value: object, known: ReadonlyArray<string>): Array<Problem> {
	return strangers(value, known).map((key) =>
		problem(`${where} has no "${key}"; it knows ${known.join(', ')}`),
	)
}
