import { expect, test } from 'vitest'
import { constraintsOf } from './constraints.ts'

const NESTED = '^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$'

test('an expression that repeats a repetition is matched, and ends', () => {
	const broken = [`Member must satisfy regular expression pattern: ${NESTED}`]
	expect(constraintsOf({ type: 'string', pattern: NESTED }, 'a b  c')).toEqual([])
	expect(constraintsOf({ type: 'string', pattern: NESTED }, `${' '.repeat(511)}\u0001`)).toEqual(broken)
})

test('a long text is matched as a short one is', () => {
	const pattern = 'arn:aws(-[\\w]+)*:codepipeline:.+:[0-9]{12}:.+'
	const arn = (name: string) => `arn:aws:codepipeline:eu-west-3:111122223333:${name}`
	for (const length of [1, 5_000]) {
		expect(constraintsOf({ type: 'string', pattern }, arn('a'.repeat(length)))).toEqual([])
		expect(constraintsOf({ type: 'string', pattern }, `x${arn('a'.repeat(length))}`)).toHaveLength(1)
	}
})
