/** A stem keeps at least this many letters. */
const SHORTEST = 3

// From the longest to the shortest: what French adds to a root, plurals apart.
// `déclencher`, `déclencheur`, `déclenchement` and `déclenchée` must meet; that
// `port` and `porter` meet too costs little in a search.
const ENDINGS = [
	'issements',
	'issement',
	'issantes',
	'issante',
	'issant',
	'atrice',
	'ations',
	'ateur',
	'ation',
	'ement',
	'eraient',
	'erait',
	'eront',
	'aient',
	'euse',
	'ance',
	'ence',
	'able',
	'ible',
	'ment',
	'ions',
	'eur',
	'age',
	'ant',
	'ait',
	'era',
	'ion',
	'ive',
	'ee',
	'er',
	'ez',
	'ir',
	'if',
	'ie',
	'e',
	'i',
]

/** Roots that French writes in two ways. */
const SAME_ROOT: Record<string, string> = { approb: 'approuv', repris: 'reprend', reprendr: 'reprend' }

/**
 * The root that the words of a French family share, from one without accents.
 * English words go through it too, both in texts and in questions, so they
 * still meet themselves.
 */
export function stem(word: string): string {
	const singular = singularOf(word)
	const ending = ENDINGS.find(
		(one) => singular.endsWith(one) && singular.length - one.length >= SHORTEST && !/[^a-z]/.test(singular),
	)
	const root = ending ? singular.slice(0, -ending.length) : singular
	return SAME_ROOT[root] ?? softened(root)
}

function singularOf(word: string): string {
	if (word.length < 4) return word
	if (word.endsWith('aux') && word.length > 5)
		return word.endsWith('eaux') ? word.slice(0, -1) : `${word.slice(0, -3)}al`
	return /[^s]s$|[ae]ux$/.test(word) ? word.slice(0, -1) : word
}

/** `attach` of `attacher`, `nett` of `nettoyer`: a doubled last letter and a last `y` or `i` go. */
function softened(root: string): string {
	if (root.length <= SHORTEST) return root
	if (/(.)\1$/.test(root)) return root.slice(0, -1)
	return root.replace(/[yi]$/, '')
}
