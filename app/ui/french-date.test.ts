import { expect, test } from 'vitest'
import { formatDate, formatDateTime, formatMinutes, formatTime } from './french-date.ts'

test('a date is written out with the month in words', () => {
	expect(formatDate(new Date('2026-11-23T12:00:00Z'))).toBe('23\u00a0novembre 2026')
})

test('the first of a month is 1er', () => {
	expect(formatDate(new Date('2026-08-01T12:00:00Z'))).toBe('1er\u00a0août 2026')
	expect(formatDate(new Date('2026-08-11T12:00:00Z'))).toBe('11\u00a0août 2026')
})

test('a time is in Paris, in winter and in summer', () => {
	expect(formatDateTime(new Date('2026-11-23T13:05:00Z'))).toBe('23\u00a0novembre 2026 à 14\u00a0h\u00a005')
	expect(formatDateTime(new Date('2026-07-01T07:00:00Z'))).toBe('1er\u00a0juillet 2026 à 9\u00a0h\u00a000')
})

test('late in the evening in London it is already tomorrow in Paris, at 0 h', () => {
	expect(formatDateTime(new Date('2026-12-31T23:30:00Z'))).toBe('1er\u00a0janvier 2027 à 0\u00a0h\u00a030')
})

test('a receipt shows the second', () => {
	expect(formatTime(new Date('2026-11-23T13:03:12Z'))).toBe('14:03:12')
})

test('a duration is in hours and minutes', () => {
	expect(formatMinutes(45)).toBe('45\u00a0min')
	expect(formatMinutes(60)).toBe('1\u00a0h')
	expect(formatMinutes(125)).toBe('2\u00a0h\u00a005')
})
