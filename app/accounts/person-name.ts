import { z } from 'zod'

/** Longest name, in characters. */
const NAME_CHARACTERS = 100
/** Letters, marks, digits and what stands between the parts of a name. */
const VISIBLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u
/** Signs that show nothing, or turn the reading of others: not even between letters. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/u
/** More marks on one letter are a scribble over the lines around it. */
const SCRIBBLE = /\p{M}{4}/u
/** What a name is not: mail would make a link of it. */
const ADDRESS = /:\/\/|www\.|@/i

/**
 * A person's name: one line of visible characters. It is written on certificates
 * and in mail, where line breaks, invisible signs or an address would say something else.
 */
export const personName = z
	.string()
	.transform((name) =>
		name
			.normalize('NFC')
			.replaceAll(/[ \u00a0\u202f]+/g, ' ')
			.trim(),
	)
	.pipe(
		z
			.string()
			.min(1, 'Indiquez le nom à porter sur votre certificat.')
			.max(NAME_CHARACTERS, `Ce nom dépasse ${NAME_CHARACTERS} caractères\u00a0: raccourcissez-le.`)
			.refine(
				(name) => VISIBLE.test(name) && !INVISIBLE.test(name) && !SCRIBBLE.test(name),
				'Ce nom contient un caractère invisible ou un saut de ligne. Saisissez-le de nouveau, sur une ligne.',
			)
			.refine((name) => /\p{L}/u.test(name), 'Indiquez un nom qui comporte au moins une lettre.')
			.refine(
				(name) => !ADDRESS.test(name),
				'Ce nom ressemble à une adresse. Indiquez le nom à porter sur votre certificat.',
			),
	)
