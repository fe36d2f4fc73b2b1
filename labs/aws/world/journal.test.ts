import { expect, test } from 'vitest'
import { type Entry, historyOf, MemoryJournal } from './journal.ts'

const entry = (operation: string) => ({ operation }) as Entry
const names = (entries: ReadonlyArray<Entry>) => entries.map(({ operation }) => operation)

test('a history is the last entries, each with what was read or refused after it', async () => {
	const journal = new MemoryJournal()
	journal.observe('world', 0, entry('read before all'))
	for (const seq of [1, 2, 3]) {
		await journal.append('world', { ...entry(`write ${seq}`), seq })
		journal.observe('world', seq, entry(`read after ${seq}`))
	}
	expect(names(await historyOf(journal, 'world', 3, 10))).toEqual([
		'read before all',
		...['write 1', 'read after 1', 'write 2', 'read after 2', 'write 3', 'read after 3'],
	])
	expect(names(await historyOf(journal, 'world', 3, 1))).toEqual(['write 3', 'read after 3'])
	expect(names(await historyOf(journal, 'world', 2, 1))).not.toContain('write 3')
})

test('a world tells nothing of another', async () => {
	const journal = new MemoryJournal()
	await journal.append('other', { ...entry('write'), seq: 1 })
	expect(await historyOf(journal, 'world', 0, 10)).toEqual([])
})
