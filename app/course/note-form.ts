import { z } from 'zod'
import { NOTE_LENGTH } from './note.ts'

/** A note as its form sends it; line ends are counted as one character, as the form's own limit does. */
export const noteForm = z.object({
	text: z
		.string('Écrivez la note avant de l’enregistrer.')
		.transform((text) => text.replaceAll('\r\n', '\n').trim())
		.pipe(
			z
				.string()
				.min(1, 'Écrivez la note avant de l’enregistrer.')
				.max(NOTE_LENGTH, 'Cette note dépasse 4\u202f000 caractères\u00a0: coupez-la en deux.'),
		),
	/** Empty for the lesson as a whole. */
	anchor: z.string().max(200).default(''),
})
