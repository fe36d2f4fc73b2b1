import { UsageError } from './usage-error.ts'

/**
 * The CLI's shorthand: `key=value,list=a,b,nested={k=v},[…]`.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 */
export function parseShorthand(text: string): Record<string, unknown> {
	let position = 0

	function fail(expected: string): never {
		const found = text[position] ?? 'EOF'
		throw new UsageError(
			`Expected: '${expected}', received: '${found}' for input:\n${text}\n${' '.repeat(position)}^`,
		)
	}

	function expect(character: string): void {
		if (text[position] !== character) fail(character)
		position++
	}

	function key(): string {
		const match = /^[\w\-.#/:@]+/.exec(text.slice(position))
		if (!match) fail('=')
		position += match[0].length
		return match[0]
	}

	function scalar(stops: string): string {
		const quote = text[position]
		if (quote === '"' || quote === "'") return quoted(quote)
		let value = ''
		while (position < text.length && !stops.includes(text[position] ?? '')) {
			if (text[position] === '\\' && position + 1 < text.length) position++
			value += text[position++]
		}
		return value
	}

	function quoted(quote: string): string {
		let value = ''
		position++
		while (text[position] !== quote) {
			if (position >= text.length) fail(quote)
			if (text[position] === '\\' && text[position + 1] === quote) position++
			value += text[position++]
		}
		position++
		return value
	}

	function value(): unknown {
		if (text[position] === '{') return hash()
		if (text[position] === '[') return list()
		return scalar(',}]')
	}

	function list(): Array<unknown> {
		const items: Array<unknown> = []
		expect('[')
		while (text[position] !== ']') {
			items.push(value())
			if (text[position] === ']') break
			expect(',')
		}
		expect(']')
		return items
	}

	function hash(): Record<string, unknown> {
		expect('{')
		const result = pairs('}')
		expect('}')
		return result
	}

	function pairs(end: string): Record<string, unknown> {
		const result: Record<string, unknown> = {}
		while (position < text.length && text[position] !== end) {
			const name = key()
			expect('=')
			result[name] = valueOrList(end)
			if (text[position] === ',') position++
			else if (position < text.length && text[position] !== end) fail(',')
		}
		return result
	}

	/** `a=1,2,b=3`: what follows a comma without a `key=` goes on the list of the key before. */
	function valueOrList(end: string): unknown {
		const first = value()
		const items = [first]
		while (text[position] === ',' && !/^,[\w\-.#/:@]+=/.test(text.slice(position))) {
			if (position + 1 >= text.length || text[position + 1] === end) break
			position++
			items.push(value())
		}
		return items.length === 1 ? first : items
	}

	const result = pairs('')
	if (position < text.length) fail(',')
	return result
}
