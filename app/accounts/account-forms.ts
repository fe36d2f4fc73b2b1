import { z } from 'zod'
import { personName } from './person-name.ts'

export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128

const email = z
	.email('Indiquez une adresse complète, par exemple prenom@exemple.fr.')
	.trim()
	.toLowerCase()
	.max(254)
const newPassword = z
	.string()
	.min(PASSWORD_MIN, `Choisissez au moins ${PASSWORD_MIN} caractères : une phrase se retient bien.`)
	.max(PASSWORD_MAX, `Ce mot de passe dépasse ${PASSWORD_MAX} caractères.`)
const password = z.string().min(1, 'Indiquez votre mot de passe.')

export const signUpForm = z.object({ name: personName, email, password: newPassword })
export const signInForm = z.object({ email, password })
export const forgottenForm = z.object({ email })
export const resetForm = z.object({ token: z.string().min(1), password: newPassword })
export const nameForm = z.object({ name: personName })
export const passwordForm = z.object({ currentPassword: password, newPassword })

/** What a refused form shows again: what was typed, never a password, and what is wrong beside each field. */
export interface FormState {
	values: Record<string, string>
	errors: Record<string, string>
	message?: string
}

/** Reads a form by its schema: its data, or the state to show it again. */
export function readForm<Schema extends z.ZodObject>(
	schema: Schema,
	form: FormData,
): { data: z.infer<Schema>; state: FormState } | { data?: undefined; state: FormState } {
	const given = Object.fromEntries(
		[...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
	)
	const values = Object.fromEntries(Object.entries(given).filter(([field]) => !/password|token/i.test(field)))
	const parsed = schema.safeParse(given)
	if (parsed.success) return { data: parsed.data, state: { values, errors: {} } }
	const errors: Record<string, string> = {}
	for (const issue of parsed.error.issues) errors[String(issue.path[0])] ??= issue.message
	return { state: { values, errors } }
}
