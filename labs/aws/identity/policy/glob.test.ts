// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like that
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGlob, fillVariables, matchesArn, matchesGlob, matchesPattern } from './glob.ts'

/** The same question answered by a regular expression. */
function oracle(pattern: string, text: string): boolean {
	const source = pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, (character) =>
		character === '*' ? '[^]*' : character === '?' ? '[^]' : `\\${character}`,
	)
	return new RegExp(`^${source}$`, 'u').test(text)
}

test('wildcards agree with a regular expression', () => {
	const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?', '.', '$'), maxLength: 12 })
	const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '.', '$', 'é', '😀'), maxLength: 14 })
	fc.assert(
		fc.property(pattern, text, (p, t) => {
			expect(matchesPattern(p, t)).toBe(oracle(p, t))
		}),
		{ numRuns: 5000 },
	)
})

test('a long run of stars stays fast', () => {
	const started = process.cpuUsage()
	expect(matchesPattern(`${'*a'.repeat(40)}b`, 'a'.repeat(5000))).toBe(false)
	expect(process.cpuUsage(started).user).toBeLessThan(2_000_000)
})

test('a wildcard stays within its part of an ARN, except in the resource', () => {
	expect(matchesArn('arn:aws:s3:::web*', 'arn:aws:s3:::web/a:b')).toBe(true)
	expect(matchesArn('arn:aws:iam::*:role/x', 'arn:aws:iam::111111111111:role/x')).toBe(true)
	expect(matchesArn('arn:aws:iam::*:role/x', 'arn:aws:iam::1:2:role/x')).toBe(false)
	expect(matchesArn('arn:aws:sqs', 'arn:aws:sqs:eu-west-3:111111111111:queue')).toBe(true)
	expect(matchesArn('arn:aws:s3:::web', 'arn:aws:s3:::web2')).toBe(false)
	expect(matchesArn('arn:aws:s3:::web', '*')).toBe(false)
})

test('policy variables are literal, and one without a value matches nothing', () => {
	const resolve = (key: string) => ({ 'aws:username': 'ada', 'aws:PrincipalTag/team': '*' })[key]
	const arn = 'arn:aws:s3:::home/ada/notes'
	expect(matchesArn('arn:aws:s3:::home/${aws:username}/*', arn, resolve)).toBe(true)
	expect(matchesArn('arn:aws:s3:::home/${aws:PrincipalTag/team}/*', arn, resolve)).toBe(false)
	expect(matchesArn('arn:aws:s3:::home/${aws:PrincipalTag/none}/*', arn, resolve)).toBe(false)
	expect(matchesArn("arn:aws:s3:::home/${aws:PrincipalTag/none, 'ada'}/*", arn, resolve)).toBe(true)
	expect(matchesGlob(compileGlob('a${*}${?}${$}', resolve) ?? [], 'a*?$')).toBe(true)
	expect(matchesArn('arn:aws:s3:::${aws:none}', 'arn:aws:s3:::${aws:none}', resolve)).toBe(false)
	expect(fillVariables('${aws:username}-*', resolve)).toBe('ada-*')
	expect(fillVariables('${aws:none}', resolve)).toBeUndefined()
})
