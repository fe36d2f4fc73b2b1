import { expect, test } from 'vitest'
import { stateOf, type Treatment } from './missing-data.ts'

const TREATMENTS: ReadonlyArray<Treatment> = ['missing', 'ignore', 'breaching', 'notBreaching']

/** The states of a row of AWS's tables, its newest point last: `X` breaches, `0` does not, `-` is missing. */
function statesOf(points: string, needed: number) {
	const breaches = points
		.split(' ')
		.map((point) => (point === '-' ? undefined : point === 'X'))
		.reverse()
	return TREATMENTS.map((treatment) => stateOf(breaches, 3, needed, treatment) ?? 'same').join(' ')
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
test.each([
	['0 - X - X', 'OK OK OK OK'],
	['0 - - - -', 'OK OK OK OK'],
	['- - - - -', 'INSUFFICIENT_DATA same ALARM OK'],
	['0 X X - X', 'ALARM ALARM ALARM ALARM'],
	['- - X - -', 'ALARM same ALARM OK'],
	['- - - - X', 'same same ALARM OK'],
	['- - - X -', 'same same ALARM OK'],
])('three of three breach in « %s »: %s', (points, states) => expect(statesOf(points, 3)).toBe(states))

test.each([
	['0 - X - X', 'ALARM ALARM ALARM ALARM'],
	['0 0 X 0 X', 'ALARM ALARM ALARM ALARM'],
	['0 - X - -', 'OK OK ALARM OK'],
	['- - - - 0', 'OK OK ALARM OK'],
	['- - - X -', 'ALARM same ALARM OK'],
])('two of three breach in « %s »: %s', (points, states) => expect(statesOf(points, 2)).toBe(states))
