import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWithin } from './edit-distance.ts'
import { NearForms } from './near-forms.ts'

test('the forms that are found near a word are those that comparing all would find', () => {
	const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '1', '2'), maxLength: 7 })
	fc.assert(
		fc.property(fc.array(word, { maxLength: 60 }), word, fc.constantFrom(1, 2), (forms, asked, limit) => {
			const found = [...new NearForms(forms).within(limit, asked)].sort()
			expect(found).toEqual(forms.filter((form) => isWithin(limit, asked, form)).sort())
		}),
	)
})
