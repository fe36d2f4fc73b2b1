import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { collectRefusals, oneLine, rowKey } from './parity/collect-refusals.ts'
import { provokeFailures } from './parity/provoke-failures.ts'
import {
	provokeActionTypes,
	provokeConcurrency,
	provokeExecutions,
	provokeNames,
	provokeWebhooks,
} from './parity/provoke-operations.ts'
import { provokeStructures } from './parity/provoke-structures.ts'

// docs/emulator-parity.md says where the words of each refusal come from. It is held against the sources, for
// what is there, and against the emulator, for what it says.

const ROW = /^\| `(?<code>\w+|\{code\})` \| `(?<text>.+)` \| (?<source>.+) \|$/
const SOURCE =
	/^(ours|model|guide: [\w-]+|moto: [\w.]+|cdk-preflight: [\w-]+|stackd: [\w.]+|users: ([\w.-]+\/[\w.-]+#\d+|not linked))( \(.+\))?$/

interface Row {
	code: string
	text: string
	source: string
}

function readRows(): Array<Row> {
	const page = readFileSync('docs/emulator-parity.md', 'utf8')
	return page.split('\n').flatMap((line) => (ROW.exec(line)?.groups as Row | undefined) ?? [])
}

/** Whether what was seen is a row's, whatever its values are. */
function says({ code, text }: Row, seen: { code: string; message: string }): boolean {
	const pattern = text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '.*')
	return seen.code === code && new RegExp(`^${pattern}$`, 's').test(oneLine(seen.message))
}

const rows = readRows()

test('docs are true: docs/emulator-parity.md has every refusal of the sources, and no other', () => {
	const refusals = collectRefusals()
	const listed = new Set(rows.map(rowKey))
	const missing = refusals.filter((refusal) => !listed.has(rowKey(refusal)))
	expect(missing.map(({ at, code, text }) => `${at} wants | \`${code}\` | \`${text}\` | … |`)).toEqual([])
	const real = new Set(refusals.map(rowKey))
	expect(rows.filter((row) => !real.has(rowKey(row)))).toEqual([])
	expect(listed.size).toBe(rows.length)
})

test('docs are true: every refusal names its source', () => {
	expect(rows.filter(({ source }) => !SOURCE.test(source))).toEqual([])
})

test('docs are true: every text with a source is really given', { timeout: 120_000 }, async () => {
	const sourced = rows.filter(({ source }) => !source.startsWith('ours'))
	const provocations = [
		...[provokeStructures, provokeNames, provokeExecutions, provokeConcurrency],
		...[provokeActionTypes, provokeWebhooks, provokeFailures],
	]
	const seen = (await Promise.all(provocations.map((provoke) => provoke()))).flat()
	expect(sourced.filter((row) => !seen.some((one) => says(row, one)))).toEqual([])
	expect(seen.filter((one) => !sourced.some((row) => says(row, one)))).toEqual([])
})

test('docs are true: every behaviour that others showed is the name of a test', () => {
	const page = readFileSync('docs/emulator-parity.md', 'utf8')
	const [, section = ''] = page.split('\n## What other reports')
	const named = [...section.matchAll(/^\| (?:all|\w+) \| (?<behaviour>.+?) \| .+ \|$/gm)].flatMap(
		({ groups }) => (groups?.behaviour === 'what it does' ? [] : (groups?.behaviour ?? [])),
	)
	const tests = globSync('labs/aws/**/*.test.ts').map((file) => readFileSync(file, 'utf8'))
	expect(named.length).toBeGreaterThan(20)
	expect(named.filter((name) => !tests.some((text) => text.includes(`test('${name}'`)))).toEqual([])
})
