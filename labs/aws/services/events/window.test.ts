import { expect, test } from 'vitest'
import { readWindow, WindowSyntaxError } from './window.ts'

const at = (text: string) => Date.parse(text)

test('a window of office hours is open by the minute, on working days', () => {
	const window = readWindow('0 * 9-16 ? * MON-FRI', 'Europe/Paris')
	expect(window.isOpen(at('2026-07-06T07:00:00Z'))).toBe(true)
	expect(window.isOpen(at('2026-07-06T14:59:59Z'))).toBe(true)
	expect(window.isOpen(at('2026-07-06T15:00:00Z'))).toBe(false)
	expect(window.isOpen(at('2026-07-05T08:00:00Z'))).toBe(false)
	expect(window.opensAfter(at('2026-07-03T15:00:00Z'))).toBe(at('2026-07-06T07:00:00Z'))
})

test('minute 0 opens the window for that minute alone', () => {
	const window = readWindow('0 0 9-17 ? * MON-FRI *')
	expect(window.isOpen(at('2026-01-05T09:00:30Z'))).toBe(true)
	expect(window.isOpen(at('2026-01-05T09:01:00Z'))).toBe(false)
	expect(window.opensAfter(at('2026-01-05T09:01:00Z'))).toBe(at('2026-01-05T10:00:00Z'))
})

test('days of the week count from Sunday as 1', () => {
	const window = readWindow('* * * ? * 1')
	expect(window.isOpen(at('2026-01-04T12:00:00Z'))).toBe(true)
	expect(window.isOpen(at('2026-01-05T12:00:00Z'))).toBe(false)
})

test('the third Friday, the last Friday and the last day of the month are known', () => {
	expect(readWindow('* * * ? * 6#3').isOpen(at('2026-01-16T12:00:00Z'))).toBe(true)
	expect(readWindow('* * * ? * 6L').isOpen(at('2026-01-30T12:00:00Z'))).toBe(true)
	expect(readWindow('* * * L * ?').isOpen(at('2026-02-28T12:00:00Z'))).toBe(true)
})

test('a window in the past never opens', () => {
	expect(readWindow('* * * ? * * 2020').opensAfter(at('2026-01-01T00:00:00Z'))).toBeUndefined()
})

test.for([
	['0 9-17 * * MON-FRI', /expected 6 or 7 fields/],
	['15 * 9 ? * *', /the field of seconds is \* or 0, not 15/],
	['* * 9 1 * MON', /must be \?/],
	['* * 99 ? * *', /./],
	['* * 9 ? * LUN', /./],
] as const)('%s is refused', ([expression, reason]) => {
	expect(() => readWindow(expression)).toThrow(reason)
	expect(() => readWindow(expression)).toThrow(WindowSyntaxError)
})

test('a time zone that is none is refused', () => {
	expect(() => readWindow('* * 9 ? * *', 'Paris')).toThrow(WindowSyntaxError)
})
