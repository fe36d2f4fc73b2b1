import { type Condition, readCondition } from './condition.ts'
import type { FilterPattern } from './filter-pattern.ts'
import { Scanner } from './scanner.ts'

interface Field {
	name: string
	condition?: Condition<string>
}

/** `[ip, user, ..., status = 4* || status = 5*, bytes > 1000]`: fields between blanks, in their order. */
export function compileDelimited(text: string): FilterPattern {
	const { before, after } = readFields(new Scanner(text))
	const conditions = [...before, ...(after ?? [])].flatMap(({ condition }) => condition ?? [])
	return {
		cost: 3 + conditions.reduce((sum, { cost }) => sum + cost, 0),
		matches: (message) => fits(before, after, splitFields(message)),
		valuesOf: (message) => named(before, after, splitFields(message)),
	}
}

interface Fields {
	before: Array<Field>
	/** Those behind `...`, if there is one. */
	after?: Array<Field>
}

function readFields(scanner: Scanner): Fields {
	const fields: Fields = { before: [] }
	scanner.expect('[')
	while (!scanner.takes(']')) {
		if (scanner.takes('...')) {
			if (fields.after) throw scanner.complaint('a second ... cannot be')
			fields.after = []
		} else {
			;(fields.after ?? fields.before).push(readField(scanner))
		}
		if (scanner.takes(']')) break
		scanner.expect(',')
	}
	if (!scanner.isAtEnd) throw scanner.complaint('nothing is expected behind ]')
	return fields
}

function readField(scanner: Scanner): Field {
	const start = scanner.at
	const isGrouped = scanner.takes('(')
	const name = scanner.match(/[A-Za-z_][\w-]*/y)
	// A field without a name takes any value.
	if (name === undefined) return { name: '' }
	scanner.skip()
	if (!isGrouped && /[,\]]/.test(scanner.text[scanner.at] ?? '')) return { name }
	scanner.at = start
	const condition = readCondition(scanner, () => {
		if (scanner.match(/[A-Za-z_][\w-]*/y) !== name) throw scanner.complaint(`${name} is expected`)
		return scanner.comparison()
	})
	return { name, condition }
}

function fits(before: Array<Field>, after: Array<Field> | undefined, values: Array<string>): boolean {
	const least = before.length + (after?.length ?? 0)
	if (after ? values.length < least : values.length !== least) return false
	const holds = (offset: number) => (field: Field, index: number) =>
		field.condition?.holds(values[offset + index] ?? '') ?? true
	return before.every(holds(0)) && (after ?? []).every(holds(values.length - (after?.length ?? 0)))
}

function named(before: Array<Field>, after: Array<Field> | undefined, values: Array<string>) {
	const behind = values.length - (after?.length ?? 0)
	return Object.fromEntries(
		values.map((value, index) => {
			const field = index < before.length ? before[index] : after?.[index - behind]
			return [`$${field?.name || index + 1}`, value]
		}),
	)
}

/** What stands between `[` and `]` or between two `"` is one field. */
function splitFields(message: string): Array<string> {
	const fields: Array<string> = []
	for (const [, bracketed, quoted, bare] of message.matchAll(/\[([^\]]*)\]|"([^"]*)"|(\S+)/g))
		fields.push(bracketed ?? quoted ?? bare ?? '')
	return fields
}
