import { createHash } from 'node:crypto'

const WORDS = 2 ** 32

/** A reproducible source of randomness that uses the whole seed: SHA-256 in counter mode. */
export interface Random {
	/** A whole number from 0 to `bound - 1`, each as likely. */
	below(bound: number): number
	shuffle<T>(values: Array<T>): Array<T>
	/** Twelve hexadecimal digits. */
	token(): string
}

export function createRandom(seed: string): Random {
	let counter = 0

	function block(): Buffer {
		return createHash('sha256').update(`${seed}\n${counter++}`).digest()
	}

	function below(bound: number): number {
		const fair = WORDS - (WORDS % bound)
		let word = block().readUInt32BE()
		while (word >= fair) word = block().readUInt32BE()
		return word % bound
	}

	function shuffle<T>(values: Array<T>): Array<T> {
		const shuffled = [...values]
		for (let last = shuffled.length - 1; last > 0; last--) {
			const other = below(last + 1)
			const moved = shuffled[last] as T
			shuffled[last] = shuffled[other] as T
			shuffled[other] = moved
		}
		return shuffled
	}

	return { below, shuffle, token: () => block().toString('hex', 0, 6) }
}
