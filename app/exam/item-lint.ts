import { typographyFaults } from '#app/ui/french-typography.ts'
import { DOMAIN_IDS } from './blueprint.ts'
import type { Item } from './item.ts'

const KEY_TO_DISTRACTORS = 1.25
const ANNOUNCED = new Map([
	[2, 'DEUX'],
	[3, 'TROIS'],
])
const TYPE_K = /\b[A-F]\s+et\s+[A-F]\b|\bles (deux|trois) (premières|précédentes|dernières)\b/i
const ALL_OR_NONE =
	/\b(toutes|aucune|l’ensemble) (de |d’entre )?(ces|les|des)? ?(réponses|propositions|options|précédentes)\b|ci-dessus/i
const NEGATION = /\b(ne|n’\S+)\s+.*?\b(pas|jamais|aucun|aucune)\b|\bsauf\b|\bexcepté\b/i
const ABSOLUTE = /\b(toujours|jamais|absolument|forcément|systématiquement)\b/i
const FENCE = /```\w*\n([\s\S]*?)```/

/** What the item-writing rules refuse in one item: sentences that name the file and say what to do. */
export function lintItem(item: Item): Array<string> {
	const keys = item.options.filter(({ correct }) => correct)
	const distractors = item.options.filter(({ correct }) => !correct)
	const faults: Array<string> = []

	function refuse(when: boolean, advice: string): void {
		if (when) faults.push(`${item.file} (${item.id}): ${advice}`)
	}

	refuse(
		item.domain !== `D${item.id.charAt(1)}`,
		`the id starts with another domain than ${item.domain}; rename it`,
	)
	refuse(
		!item.task.startsWith(item.domain.charAt(1)),
		`task ${item.task} is not of ${item.domain}; name one that is`,
	)
	refuse(
		keys.length !== item.count,
		`${keys.length} options are correct, ${item.count} announced; make them agree`,
	)
	refuse((item.type === 'single') !== (item.count === 1), 'type and count disagree; "single" has one answer')
	const announced = ANNOUNCED.get(item.count)
	refuse(
		item.type === 'multiple' && (!announced || !item.prompt.includes(`Choisissez ${announced} réponses`)),
		`end the prompt with « Choisissez ${announced ?? 'DEUX'} réponses »`,
	)
	refuse(
		NEGATION.test(question(item.prompt)) && !/\*\*(NE|PAS|SAUF|AUCUN)/.test(item.prompt),
		'ask positively, or write **NE … PAS** or **SAUF** so',
	)
	const texts = item.options.map(({ text }) => text)
	refuse(
		texts.some((text) => TYPE_K.test(text)),
		'an option combines others (type K); make each stand alone',
	)
	refuse(
		texts.some((text) => ALL_OR_NONE.test(text)),
		'« toutes » and « aucune des réponses » are not options; replace it',
	)
	refuse(
		texts.some((text) => ABSOLUTE.test(text)),
		'an absolute term gives the option away; say it otherwise',
	)
	refuse(new Set(texts).size < texts.length, 'two options are the same; reword one')
	refuse(
		mean(keys.map(({ text }) => text.length)) >
			KEY_TO_DISTRACTORS * mean(distractors.map(({ text }) => text.length)),
		'the key is over 1.25 times as long as the mean distractor; shorten it or lengthen them',
	)
	const numbers = texts.map((text) =>
		Number.parseFloat(text.replace(/[\s\u00A0\u202F]/g, '').replace(',', '.')),
	)
	refuse(
		numbers.every(Number.isFinite) &&
			!(item.ordered && numbers.every((value, at) => at === 0 || value > (numbers[at - 1] as number))),
		'options that are numbers go in rising order with `ordered: true`',
	)
	refuse(
		distractors.filter(({ pitfallId }) => pitfallId).length * 3 < distractors.length * 2,
		'give `pitfallId` for at least two thirds of the distractors, or replace those that no one would choose',
	)
	refuse(
		!item.sources.some(({ level }) => level === 'L' || level === 'M'),
		'prove the key by a source of level L or M',
	)
	faults.push(...lintVignette(item))
	const prose = [
		item.vignette ?? '',
		item.prompt,
		...item.options.flatMap(({ text, rationale }) => [text, rationale]),
	]
	for (const fault of new Set(prose.flatMap(typographyFaults))) refuse(true, fault)
	return faults
}

function lintVignette({ file, vignette }: Item): Array<string> {
	if (vignette === undefined) return []
	const extract = FENCE.exec(vignette)?.[1]
	if (extract === undefined) return [`${file}: give the vignette an extract in a fenced block`]
	const faults: Array<string> = []
	const lines = extract.trimEnd().split('\n').length
	if (lines > 25) faults.push(`${file}: the extract has ${lines} lines; keep 25 at most`)
	const words = vignette.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length
	if (words < 80 || words > 160)
		faults.push(`${file}: the vignette has ${words} words, extract included; keep 80 to 160`)
	return faults
}

/** What is refused in the bank as a whole. */
export function lintBank(bank: Array<Item>): Array<string> {
	const faults = bank.flatMap(lintItem)
	const ids = new Map<string, string>()
	for (const { id, file } of bank) {
		const other = ids.get(id)
		if (other) faults.push(`${file}: id ${id} is already that of ${other}; take the next free number`)
		ids.set(id, file)
	}
	for (const { id, file, enemies } of bank) {
		for (const enemy of enemies.filter((name) => !ids.has(name) || name === id)) {
			faults.push(`${file} (${id}): enemy ${enemy} is not another item of the bank; correct its id`)
		}
	}
	for (const domain of DOMAIN_IDS.filter((id) => bank.every((item) => item.domain !== id))) {
		faults.push(`no item of ${domain}; write some`)
	}
	return [...faults, ...lintKeyPositions(bank)]
}

/** As written, the keys of four-option items are spread: 15 to 35 % in each place (20 to 30 % past 100 items). */
function lintKeyPositions(bank: Array<Item>): Array<string> {
	const items = bank.filter(({ type, options }) => type === 'single' && options.length === 4)
	if (items.length < 16) return []
	const [low, high] = items.length > 100 ? [0.2, 0.3] : [0.15, 0.35]
	return ['A', 'B', 'C', 'D'].flatMap((letter, position) => {
		const share = items.filter(({ options }) => options[position]?.correct).length / items.length
		if (share >= low && share <= high) return []
		return [
			`keys in place ${letter}: ${Math.round(share * 100)} %; move some options to come between ${low * 100} and ${high * 100} %`,
		]
	})
}

/** The sentence that asks. */
function question(prompt: string): string {
	return prompt.match(/[^.?!]*\?/)?.[0] ?? prompt
}

function mean(values: Array<number>): number {
	return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
}
