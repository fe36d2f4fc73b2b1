import { expect, test } from 'vitest'
import { keepReading, keptReading } from './kept-reading.ts'

const reading = {
	part: { slug: 'introduction', title: 'Introduction' },
	lesson: { slug: 'anatomie-d-un-pipeline', title: 'Anatomie d’un pipeline' },
	heading: { id: 'etapes', title: 'Étapes' },
}

function storageOf(entries: Record<string, string>): Storage {
	return {
		getItem: (key: string) => entries[key] ?? null,
		setItem: (key: string, value: string) => {
			entries[key] = value
		},
	} as Storage
}

test('what a visitor’s browser kept is read back', () => {
	const storage = storageOf({})
	keepReading(reading, storage)
	expect(keptReading(storage)).toEqual(reading)
})

test('an empty, foreign or broken memory is nowhere to go on', () => {
	expect(keptReading(storageOf({}))).toBeNull()
	expect(keptReading(storageOf({ 'filiere-lecture': '{"part":' }))).toBeNull()
	expect(keptReading(storageOf({ 'filiere-lecture': '{"part":"introduction"}' }))).toBeNull()
})

test('a browser that refuses to keep anything disturbs no reading', () => {
	const refusing = {
		setItem() {
			throw new DOMException('full', 'QuotaExceededError')
		},
		getItem() {
			throw new DOMException('forbidden', 'SecurityError')
		},
	} as unknown as Storage
	keepReading(reading, refusing)
	expect(keptReading(refusing)).toBeNull()
})
