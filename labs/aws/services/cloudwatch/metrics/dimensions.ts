import type { Dimension } from '@aws-sdk/client-cloudwatch'

/** Dimensions as the API lists them, by name. */
export function dimensionsOf(list: ReadonlyArray<Dimension> = []): Record<string, string> {
	return Object.fromEntries(list.map(({ Name = '', Value = '' }) => [Name, Value]))
}

export function listDimensions(
	dimensions: Readonly<Record<string, string>>,
): Array<{ Name: string; Value: string }> {
	return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
}
