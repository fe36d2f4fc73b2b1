const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g

/** What differs each time: identifiers, moments, versions of objects, checksums. */
const VOLATILE: Array<[pattern: RegExp, name: string]> = [
	[UUID, '<uuid>'],
	[/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?/g, '<time>'],
	[/\b\d{10}\.\d+\b/g, '<time>'],
	[/\b(AKIA|ASIA|AROA|AIDA|ANPA|AGPA)[A-Z0-9]{12,}\b/g, '<id>'],
	[/"(ETag|VersionId|RequestId|HostId|Checksum\w+)": "[^\n]*"/g, '"$1": <id>'],
	[/\b[0-9a-f]{32,64}\b/g, '<hash>'],
]

/** Where a transcript and what was really printed differ, or undefined when one reads as the other. */
export function difference(expected: string, actual: string): string | undefined {
	const [one, other] = [expected, actual].map(readable)
	if (one === other) return
	return `the terminal prints ${JSON.stringify(other)}, the transcript shows ${JSON.stringify(one)}`
}

/** The identifiers that a transcript shows, with those that were really printed in their places. */
export function pairIdentifiers(expected: string, actual: string): Array<[shown: string, real: string]> {
	const real = actual.match(UUID) ?? []
	return (expected.match(UUID) ?? []).flatMap((shown, at) => {
		const found = real[at]
		return found ? [[shown, found] as [string, string]] : []
	})
}

function readable(text: string): string {
	const stable = VOLATILE.reduce((changed, [pattern, name]) => changed.replace(pattern, name), text)
	return isTable(stable) ? cells(stable) : lines(asJson(stable) ?? stable)
}

/** Borders and widths are the CLI's own business, and so is the title that it writes above. */
function isTable(text: string): boolean {
	return /^[-+|]/.test(text.trim()) && /^\+[-+]+\+$/m.test(text)
}

function cells(text: string): string {
	return text
		.split('\n')
		.filter((line) => /^\|.*\|.*\|$/.test(line.trim()))
		.map((line) =>
			line
				.trim()
				.slice(1, -1)
				.split('|')
				.map((cell) => cell.trim())
				.join(' | '),
		)
		.join('\n')
}

/** The same JSON written in one way, keys in order. */
function asJson(text: string): string | undefined {
	try {
		return JSON.stringify(sorted(JSON.parse(text.replace(/: <id>/g, ': "<id>"'))), null, 1)
	} catch {
		return undefined
	}
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted)
	if (value === null || typeof value !== 'object') return value
	return Object.fromEntries(
		Object.entries(value)
			.toSorted(([one], [other]) => (one < other ? -1 : 1))
			.map(([name, child]) => [name, sorted(child)]),
	)
}

function lines(text: string): string {
	return text
		.split('\n')
		.map((line) => line.trimEnd())
		.filter((line) => line !== '')
		.join('\n')
}
