import { z } from 'zod'
import { FEEDBACK_LENGTH } from './feedback.ts'

/** What a reader says of a lesson, as the form sends it. */
export const feedbackForm = z.object({
	aide: z.enum(['oui', 'non'], 'Choisissez oui ou non, puis envoyez votre avis.'),
	texte: z
		.string()
		.default('')
		.transform((text) => text.replaceAll('\r\n', '\n').trim())
		.pipe(z.string().max(FEEDBACK_LENGTH, 'Ce texte dépasse 2\u202f000 caractères\u00a0: raccourcissez-le.')),
})
