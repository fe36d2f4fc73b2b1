import type { GetRandomPasswordRequest } from '@aws-sdk/client-secrets-manager'
import { operation } from '../../service.ts'
import { invalidParameter } from './secrets-error.ts'

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const NUMBERS = '0123456789'
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

export const getRandomPassword = operation<GetRandomPasswordRequest, object>({
	access: () => ({ action: 'secretsmanager:GetRandomPassword', resource: '*' }),
	run(input, { ids }) {
		const { PasswordLength = 32, ExcludeCharacters = '', RequireEachIncludedType = true } = input
		const types = [
			!input.ExcludeLowercase && LOWER,
			!input.ExcludeUppercase && UPPER,
			!input.ExcludeNumbers && NUMBERS,
			!input.ExcludePunctuation && PUNCTUATION,
			input.IncludeSpace && ' ',
		]
		const excluded = new Set(ExcludeCharacters)
		const kept = types
			.filter((type) => typeof type === 'string')
			.map((type) => [...type].filter((character) => !excluded.has(character)).join(''))
		const all = kept.join('')
		// The wordings are ours.
		if (all === '') throw invalidParameter('No character is left to make a password of.')
		if (RequireEachIncludedType && kept.length > PasswordLength)
			throw invalidParameter('The password is too short for a character of each type.')
		const draw = (from: string) => from[Math.floor(ids.fraction() * from.length)] ?? ''
		const required = RequireEachIncludedType ? kept.filter((type) => type !== '').map(draw) : []
		const rest = Array.from({ length: PasswordLength - required.length }, () => draw(all))
		const password = [...required, ...rest]
		for (let index = password.length - 1; index > 0; index--) {
			const other = Math.floor(ids.fraction() * (index + 1))
			const [one = '', two = ''] = [password[index], password[other]]
			password[index] = two
			password[other] = one
		}
		return { RandomPassword: password.join('') }
	},
})
