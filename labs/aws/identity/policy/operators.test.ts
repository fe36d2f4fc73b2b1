import { expect, test } from 'vitest'
import { conditionHolds, isOperator } from './operators.ts'

test.each([
	['StringEquals', ['a'], ['a', 'b'], true],
	['StringEquals', ['a*'], ['a*'], true],
	['StringEquals', ['ab'], ['a*'], false],
	['StringNotEquals', ['c'], ['a', 'b'], true],
	['StringNotEquals', ['a'], ['a', 'b'], false],
	['StringEqualsIgnoreCase', ['AbC'], ['aBc'], true],
	['StringLike', ['team-a'], ['team-?'], true],
	['StringNotLike', ['team-a'], ['team-*'], false],
	['stringlike', ['x'], ['*'], true],
	['NumericLessThanEquals', ['10'], ['10'], true],
	['NumericGreaterThan', ['9'], ['10'], false],
	['NumericEquals', ['many'], ['10'], false],
	['DateGreaterThan', ['2026-01-05T10:00:00Z'], ['2026-01-05T09:59:59Z'], true],
	['DateLessThan', ['2026-01-05T10:00:00Z'], ['1767607200'], false],
	['DateEquals', ['2026-01-05T10:00:00Z'], ['1767607200'], true],
	['Bool', ['true'], ['TRUE'], true],
	['IpAddress', ['203.0.113.7'], ['203.0.113.0/24'], true],
	['IpAddress', ['203.0.114.7'], ['203.0.113.0/24'], false],
	['NotIpAddress', ['203.0.114.7'], ['203.0.113.0/24'], true],
	['IpAddress', ['2001:db8::1'], ['2001:db8::/32'], true],
	['IpAddress', ['203.0.113.7'], ['2001:db8::/32'], false],
	['ArnLike', ['arn:aws:s3:::web'], ['arn:aws:s3:::w*'], true],
	['ArnEquals', ['arn:aws:s3:::web'], ['arn:aws:s3:::w*'], true],
	['ArnNotLike', ['arn:aws:s3:::web'], ['arn:aws:sqs:*'], true],
])('%s of %j with %j is %s', (operator, actual, expected, holds) => {
	expect(conditionHolds(operator, actual, expected)).toBe(holds)
})

test.each([
	['StringEquals', false],
	['StringEqualsIfExists', true],
	['StringNotEquals', true],
	['ForAllValues:StringEquals', true],
	['ForAnyValue:StringEquals', false],
	['ForAnyValue:StringNotEquals', false],
	['Bool', false],
])('%s on a key that the request does not have is %s', (operator, holds) => {
	expect(conditionHolds(operator, undefined, ['true'])).toBe(holds)
})

test('Null asks whether a key is missing', () => {
	expect(conditionHolds('Null', undefined, ['true'])).toBe(true)
	expect(conditionHolds('Null', ['x'], ['true'])).toBe(false)
	expect(conditionHolds('Null', ['x'], ['false'])).toBe(true)
	expect(conditionHolds('Null', undefined, ['false'])).toBe(false)
})

test('set operators look at every value of the request', () => {
	expect(conditionHolds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'c'])).toBe(true)
	expect(conditionHolds('ForAllValues:StringEquals', ['a', 'z'], ['a', 'b', 'c'])).toBe(false)
	expect(conditionHolds('ForAnyValue:StringEquals', ['a', 'z'], ['a', 'b', 'c'])).toBe(true)
	expect(conditionHolds('ForAnyValue:StringEquals', ['y', 'z'], ['a', 'b', 'c'])).toBe(false)
	expect(conditionHolds('ForAllValues:StringNotLike', ['a', 'z'], ['a*'])).toBe(false)
})

test('an operator that IAM does not know is told apart', () => {
	expect(isOperator('ForAllValues:ArnLikeIfExists')).toBe(true)
	expect(isOperator('Null')).toBe(true)
	expect(isOperator('StringMatches')).toBe(false)
	expect(isOperator('ForSomeValues:StringLike')).toBe(false)
})
