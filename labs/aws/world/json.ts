/** What a document may hold: plain JSON, so that a world can be stored, compared and replayed. */
export type Json =
	| null
	| boolean
	| number
	| string
	| ReadonlyArray<Json>
	| { readonly [key: string]: Json | undefined }

/** Freezes a document and all it holds, so that no handler changes the past by accident. */
export function deepFreeze<T>(value: T): T {
	if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value
	Object.freeze(value)
	for (const child of Object.values(value)) deepFreeze(child)
	return value
}
