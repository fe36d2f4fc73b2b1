import { expect, test } from 'vitest'
import { stepOfCodes } from './totp.ts'

// RFC 6238, appendix B, its last six digits.
const SEED = Buffer.from('12345678901234567890')
const VECTORS: Array<[seconds: number, code: string]> = [
	[59, '287082'],
	[1_111_111_109, '081804'],
	[1_111_111_111, '050471'],
	[1_234_567_890, '005924'],
	[2_000_000_000, '279037'],
	[20_000_000_000, '353130'],
]

test.for(VECTORS)('at %i s the code is %s', ([seconds, code]) => {
	expect(stepOfCodes(SEED, [code], seconds * 1000)).toBe(Math.floor(seconds / 30))
})

test('codes that follow each other are taken with some drift, once, and in their order', () => {
	const codes = ['081804', '050471']
	const step = Math.floor(1_111_111_111 / 30)
	const now = 1_111_111_111_000
	expect(stepOfCodes(SEED, codes, now)).toBe(step)
	expect(stepOfCodes(SEED, codes, now + 60_000)).toBe(step)
	expect(stepOfCodes(SEED, codes, now + 90_000)).toBeUndefined()
	expect(stepOfCodes(SEED, codes.toReversed(), now)).toBeUndefined()
	expect(stepOfCodes(SEED, ['050471'], now, step)).toBeUndefined()
})
