import fc from 'fast-check'
import { expect, test } from 'vitest'
import { personName } from './person-name.ts'

test.for([
	['Zoé Lefèvre', 'Zoé Lefèvre'],
	['  Anne-Marie   d’Ornano ', 'Anne-Marie d’Ornano'],
	['Nguyễn Thị Minh Khai', 'Nguyễn Thị Minh Khai'],
	['李小龍', '李小龍'],
	['محمد', 'محمد'],
	['Zoe\u0301', 'Zoé'],
	['Dr. J. O’Neil, fils (3e)', 'Dr. J. O’Neil, fils (3e)'],
])('a name is one line of visible characters: %s', ([given, kept]) => {
	expect(personName.parse(given)).toBe(kept)
})

test.for([
	['', /Indiquez le nom/],
	['   ', /Indiquez le nom/],
	['Zoé\nCliquez ici', /saut de ligne/],
	['Zoé\r\nBcc: tous@exemple.fr', /saut de ligne/],
	['Zo\u200bé', /caractère invisible/],
	['\u202eéoZ', /caractère invisible/],
	['Zoé\u2028Lefèvre', /saut de ligne/],
	['\u3164', /caractère invisible/],
	['Z\u0338\u0338\u0338\u0338oé', /caractère invisible/],
	['12345', /au moins une lettre/],
	['Gagnez sur https://exemple.fr', /ressemble à une adresse/],
	['www.exemple.fr', /ressemble à une adresse/],
	['x'.repeat(101), /dépasse 100 caractères/],
] as const)('what is no name is refused with what to do: %j', ([given, message]) => {
	expect(personName.safeParse(given).error?.issues[0]?.message).toMatch(message)
})

test('whatever is taken has no line break and no invisible character, and is taken again as it is', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (given) => {
			const { data: name } = personName.safeParse(given)
			if (name === undefined) return
			expect(name).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
			expect(name.length).toBeGreaterThan(0)
			expect(personName.parse(name)).toBe(name)
		}),
	)
})
