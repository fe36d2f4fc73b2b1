import { data, Form, Link, redirect } from 'react-router'
import { readForm, resetForm } from '#app/accounts/account-forms.ts'
import { callAuth, refusalMessage } from '#app/accounts/call-auth.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { FormError } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/new-password'

export async function loader({ request }: Route.LoaderArgs) {
	return { token: new URL(request.url).searchParams.get('jeton') ?? '' }
}

export async function action({ request }: Route.ActionArgs) {
	const form = readForm(resetForm, await postedForm(request))
	if (!form.data) return data(form.state, { status: 400 })

	const { token, password } = form.data
	const answer = await callAuth(request, '/reset-password', { token, newPassword: password })
	if (!answer.ok)
		return data(
			{ ...form.state, message: refusalMessage(answer) },
			{ status: answer.status, headers: answer.headers },
		)
	return redirect('/connexion?nouveau')
}

export default function NewPassword({ loaderData, actionData }: Route.ComponentProps) {
	return (
		<div className="page account-page">
			<PageHead title="Nouveau mot de passe" />
			<h1>Nouveau mot de passe</h1>
			<FormError message={actionData?.message} />
			<Form method="post" className="stack">
				<input type="hidden" name="token" value={loaderData.token} />
				<Field
					label="Nouveau mot de passe"
					name="password"
					type="password"
					autoComplete="new-password"
					required
					hint="Dix caractères au moins."
					error={actionData?.errors.password}
				/>
				<Button variant="accent">Enregistrer</Button>
			</Form>
			<p>
				<Link to="/mot-de-passe-oublie">Demander un autre lien</Link>
			</p>
		</div>
	)
}
