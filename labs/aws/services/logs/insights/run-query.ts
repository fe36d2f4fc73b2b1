import { setImmediate } from 'node:timers/promises'
import type { Value } from './expression.ts'
import { isTrue, numberOf } from './expression.ts'
import type { Column, Command } from './query.ts'

/** One event, or one row of `stats`. */
export interface Row {
	/** When it happened; events of several groups are put in order by it. */
	at: number
	read(field: string): Value
	/** Fields that commands have added. */
	own: Map<string, Value>
	/** Characters that looking at it once costs. */
	size: number
}

export interface Results {
	rows: Array<Array<{ field: string; value: string }>>
	matched: number
	/** Whether all work was done. */
	isComplete: boolean
}

/** Characters, weighed by what a command costs for each, that a query looks at. */
const WORK_AT_MOST = 60_000_000
/** The same between two turns of the event loop. */
const WORK_AT_ONCE = 1_000_000
const GROUPS_AT_MOST = 10_000
/** What AWS answers unless a query says otherwise. */
const ROWS_AT_MOST = 10_000

/** The work that a query may still do. */
class Budget {
	#done = 0
	#sincePause = 0

	/** Counts work; answers false once it is too much. */
	async spend(work: number): Promise<boolean> {
		this.#done += work
		this.#sincePause += work
		if (this.#sincePause > WORK_AT_ONCE) {
			this.#sincePause = 0
			await setImmediate()
		}
		return this.#done <= WORK_AT_MOST
	}
}

/** Runs commands over events, which come newest first. */
export async function runQuery(
	commands: ReadonlyArray<Command>,
	events: AsyncIterable<Row>,
	limit = ROWS_AT_MOST,
): Promise<Results> {
	const budget = new Budget()
	const firstSort = commands.findIndex(({ kind }) => !['fields', 'display', 'filter', 'parse'].includes(kind))
	const eager = firstSort < 0 ? commands : commands.slice(0, firstSort)
	let rows: Array<Row> = []
	let isComplete = true
	for await (const row of events) {
		if (!(await budget.spend(row.size))) {
			isComplete = false
			break
		}
		if (await passes(row, eager, budget)) rows.push(row)
	}
	const matched = rows.length
	rows.sort((one, other) => other.at - one.at)
	let columns = columnsOf(eager, undefined)
	for (const command of commands.slice(eager.length)) {
		rows = await apply(command, rows, budget)
		if (command.kind === 'stats')
			columns = [...command.by.map(({ name }) => name), ...command.aggregates.map(({ name }) => name)]
		else columns = columnsOf([command], columns)
	}
	const hasLimit = commands.some(({ kind }) => kind === 'limit')
	const shown = rows.slice(0, hasLimit ? ROWS_AT_MOST : limit)
	const isRaw = !commands.some(({ kind }) => kind === 'stats')
	return {
		rows: shown.map((row) => rowOf(row, columns ?? ['@timestamp', '@message'], isRaw)),
		matched,
		isComplete,
	}
}

/** Has the commands before any sorting or counting look at an event. */
async function passes(row: Row, commands: ReadonlyArray<Command>, budget: Budget): Promise<boolean> {
	for (const command of commands) {
		if (command.kind === 'filter') {
			await budget.spend(row.size * command.condition.cost)
			if (!isTrue(command.condition.of(readerOf(row)))) return false
		}
		if (command.kind === 'parse') {
			await budget.spend(row.size * command.cost)
			for (const [name, value] of Object.entries(command.fieldsOf(readerOf(row)) ?? {}))
				row.own.set(name, value)
		}
		if (command.kind === 'fields' || command.kind === 'display') define(row, command.columns)
	}
	return true
}

const readerOf = (row: Row) => (field: string) => (row.own.has(field) ? row.own.get(field) : row.read(field))

function define(row: Row, columns: ReadonlyArray<Column>): void {
	const read = readerOf(row)
	for (const { name, of } of columns) {
		const value = of.of(read)
		if (value !== read(name)) row.own.set(name, value)
	}
}

function columnsOf(commands: ReadonlyArray<Command>, before: Array<string> | undefined) {
	let columns = before
	for (const command of commands) {
		if (command.kind === 'fields')
			columns = [...new Set([...(columns ?? []), ...command.columns.map(({ name }) => name)])]
		if (command.kind === 'display') columns = command.columns.map(({ name }) => name)
	}
	return columns
}

async function apply(command: Command, rows: Array<Row>, budget: Budget): Promise<Array<Row>> {
	switch (command.kind) {
		case 'stats':
			return gather(command, rows, budget)
		case 'sort': {
			const keyed = rows.map((row) => ({ row, keys: command.keys.map(({ of }) => of.of(readerOf(row))) }))
			await budget.spend(rows.length * 100)
			keyed.sort((one, other) => {
				for (const [index, { isDescending }] of command.keys.entries()) {
					const order = naturally(one.keys[index], other.keys[index])
					if (order !== 0) return isDescending ? -order : order
				}
				return 0
			})
			return keyed.map(({ row }) => row)
		}
		case 'limit':
			return rows.slice(0, command.count)
		case 'dedup': {
			const seen = new Set<string>()
			return rows.filter((row) => {
				const values = command.columns.map(({ of }) => of.of(readerOf(row)))
				const key = JSON.stringify(values)
				// Records without a value are all kept.
				if (values.includes(undefined)) return true
				if (seen.has(key)) return false
				seen.add(key)
				return true
			})
		}
		default: {
			const kept: Array<Row> = []
			for (const row of rows) if (await passes(row, [command], budget)) kept.push(row)
			return kept
		}
	}
}

/** Ascending: what is missing, then what is no number, then numbers. */
function naturally(one: Value, other: Value): number {
	const [a, b] = [numberOf(one), numberOf(other)]
	if (a !== undefined && b !== undefined) return a - b
	const rank = (value: Value, number?: number) => (value === undefined ? 0 : number === undefined ? 1 : 2)
	const ranks = rank(one, a) - rank(other, b)
	if (ranks !== 0) return ranks
	return String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0
}

type Stats = Extract<Command, { kind: 'stats' }>

async function gather({ aggregates, by }: Stats, rows: Array<Row>, budget: Budget): Promise<Array<Row>> {
	const groups = new Map<
		string,
		{ keys: Array<Value>; gathered: Array<ReturnType<(typeof aggregates)[0]['start']>> }
	>()
	for (const row of rows) {
		await budget.spend(row.size * (aggregates.length + by.length) + 50)
		const read = readerOf(row)
		const keys = by.map(({ of }) => of.of(read))
		const key = JSON.stringify(keys)
		const group = groups.get(key) ?? { keys, gathered: aggregates.map((one) => one.start()) }
		if (!groups.has(key) && groups.size >= GROUPS_AT_MOST) continue
		groups.set(key, group)
		for (const one of group.gathered) one.add(read)
	}
	return [...groups.values()].map(({ keys, gathered }) => {
		const values = [
			...by.map(({ name }, index) => [name, keys[index]] as const),
			...aggregates.map(({ name }, index) => [name, gathered[index]?.result()] as const),
		]
		return { at: 0, read: () => undefined, own: new Map<string, Value>(values), size: 100 }
	})
}

function rowOf(row: Row, columns: ReadonlyArray<string>, isRaw: boolean) {
	const read = readerOf(row)
	const wanted = isRaw ? [...columns, '@ptr'] : columns
	return wanted.flatMap((field) => {
		const value = read(field)
		return value === undefined ? [] : [{ field, value: shown(value) }]
	})
}

/** A number has at most four digits behind its point. */
function shown(value: string | number | boolean): string {
	if (typeof value === 'number') return String(Number(value.toFixed(4)))
	return typeof value === 'boolean' ? (value ? '1' : '0') : value
}
