import { malformed, readTokens, type Token } from './tokens.ts'

/** Walks the tokens of a query. */
export class Parser {
	readonly #query: string
	readonly #tokens: ReadonlyArray<Token>
	#at = 0

	constructor(query: string) {
		this.#query = query
		this.#tokens = readTokens(query)
	}

	get next(): Token {
		return this.#tokens[this.#at] ?? { kind: 'end', text: '', at: this.#query.length }
	}

	take(): Token {
		const token = this.next
		this.#at++
		return token
	}

	/** Takes a symbol if it comes next. */
	takes(symbol: string): boolean {
		if (this.next.kind !== 'symbol' || this.next.text !== symbol) return false
		this.#at++
		return true
	}

	/** Takes a word of the language, in any case, if it comes next. */
	takesWord(word: string): boolean {
		const { kind, text, isQuoted } = this.next
		if (kind !== 'name' || isQuoted || text.toLowerCase() !== word) return false
		this.#at++
		return true
	}

	expect(symbol: string): void {
		if (!this.takes(symbol)) throw this.complaint()
	}

	/** Takes a token of a kind. */
	expectKind(kind: Token['kind']): Token {
		if (this.next.kind !== kind) throw this.complaint()
		return this.take()
	}

	/** Whether the command that is read is over. */
	get isCommandOver(): boolean {
		return this.next.kind === 'end' || (this.next.kind === 'symbol' && this.next.text === '|')
	}

	complaint(why?: string) {
		const { kind, text, at } = this.next
		const found = kind === 'end' ? 'unexpected end of the query' : `unexpected symbol found ${text}`
		return malformed(why ?? found, this.#query, at)
	}

	/** Items with commas between them. */
	list<Item>(item: () => Item): Array<Item> {
		const items = [item()]
		while (this.takes(',')) items.push(item())
		return items
	}

	/** What was written from one place to the token that comes next. */
	textSince(at: number): string {
		return this.#query.slice(at, this.next.at).trim()
	}
}
