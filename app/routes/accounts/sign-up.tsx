import { data, Form, Link, redirect } from 'react-router'
import { readForm, signUpForm } from '#app/accounts/account-forms.ts'
import { callAuth, refusalMessage } from '#app/accounts/call-auth.server.ts'
import { getUser } from '#app/accounts/guards.server.ts'
import { safeReturnPath } from '#app/accounts/return-path.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { FormError } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/sign-up'

export async function loader({ request }: Route.LoaderArgs) {
	const back = safeReturnPath(new URL(request.url).searchParams.get('retour'))
	if (await getUser(request)) throw redirect(back)
	return { back }
}

export async function action({ request }: Route.ActionArgs) {
	const back = safeReturnPath(new URL(request.url).searchParams.get('retour'))
	const form = readForm(signUpForm, await postedForm(request))
	if (!form.data) return data(form.state, { status: 400 })

	const answer = await callAuth(request, '/sign-up/email', form.data)
	if (!answer.ok)
		return data(
			{ ...form.state, message: refusalMessage(answer) },
			{ status: answer.status, headers: answer.headers },
		)
	return redirect(`/connexion?compte=demande&retour=${encodeURIComponent(back)}`)
}

export default function SignUp({ loaderData, actionData }: Route.ComponentProps) {
	const { back } = loaderData
	return (
		<div className="page account-page">
			<PageHead
				title="Créer un compte"
				path="/inscription"
				description="Un compte garde vos lectures, vos ateliers et vos résultats."
			/>
			<h1>Créer un compte</h1>
			<p className="lead">Un compte garde vos lectures, vos ateliers et vos résultats d’examen.</p>
			<FormError message={actionData?.message} />
			<Form method="post" className="stack">
				<Field
					label="Nom"
					name="name"
					autoComplete="name"
					required
					hint="Tel qu’il sera écrit sur votre certificat."
					defaultValue={actionData?.values.name}
					error={actionData?.errors.name}
				/>
				<Field
					label="Adresse électronique"
					name="email"
					type="email"
					autoComplete="email"
					required
					defaultValue={actionData?.values.email}
					error={actionData?.errors.email}
				/>
				<Field
					label="Mot de passe"
					name="password"
					type="password"
					autoComplete="new-password"
					required
					hint="Dix caractères au moins."
					error={actionData?.errors.password}
				/>
				<Button variant="accent">Créer mon compte</Button>
			</Form>
			<p>
				Vous avez déjà un compte ?{' '}
				<Link to={`/connexion?retour=${encodeURIComponent(back)}`}>Se connecter</Link>
			</p>
		</div>
	)
}
