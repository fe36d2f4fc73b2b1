import { data, Form, Link, redirect } from 'react-router'
import { readForm, signInForm } from '#app/accounts/account-forms.ts'
import { callAuth, refusalMessage } from '#app/accounts/call-auth.server.ts'
import { getUser } from '#app/accounts/guards.server.ts'
import { safeReturnPath } from '#app/accounts/return-path.ts'
import { forgetTries, TOO_MANY_TRIES, waitBeforeTrying } from '#app/accounts/sign-in-tries.server.ts'
import { mailStaysLocal } from '#app/platform/mail.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { FormError, Notice } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/sign-in'

export async function loader({ request }: Route.LoaderArgs) {
	const { searchParams } = new URL(request.url)
	const back = safeReturnPath(searchParams.get('retour'))
	if (await getUser(request)) throw redirect(back)
	return {
		back,
		ended: searchParams.get('session') === 'terminee',
		changed: searchParams.has('nouveau'),
		asked: searchParams.get('compte') === 'demande',
		localMail: mailStaysLocal(),
	}
}

export async function action({ request }: Route.ActionArgs) {
	const back = safeReturnPath(new URL(request.url).searchParams.get('retour'))
	const form = readForm(signInForm, await postedForm(request))
	if (!form.data) return data(form.state, { status: 400 })

	const { email } = form.data
	const wait = await waitBeforeTrying(email)
	if (wait > 0) {
		const headers = { 'Retry-After': String(wait) }
		return data({ ...form.state, message: TOO_MANY_TRIES }, { status: 429, headers })
	}
	const answer = await callAuth(request, '/sign-in/email', form.data)
	if (!answer.ok)
		return data(
			{ ...form.state, message: refusalMessage(answer) },
			{ status: answer.status, headers: answer.headers },
		)
	await forgetTries(email)
	return redirect(back, { headers: answer.headers })
}

export default function SignIn({ loaderData, actionData }: Route.ComponentProps) {
	const { back, ended, changed, asked, localMail } = loaderData
	return (
		<div className="page account-page">
			<PageHead title="Se connecter" path="/connexion" />
			<h1>Se connecter</h1>
			{ended && (
				<Notice title="Votre session est terminée">
					<p>Ce que vous veniez d’envoyer n’a pas été enregistré. Connectez-vous, puis renvoyez-le.</p>
				</Notice>
			)}
			{changed && (
				<Notice kind="success" title="Mot de passe changé">
					<p>Connectez-vous avec votre nouveau mot de passe.</p>
				</Notice>
			)}
			{asked && (
				<Notice kind="success" title="Votre demande est enregistrée">
					<p>
						Un message vient de partir à l’adresse indiquée : il sert à la confirmer. Connectez-vous dès
						maintenant avec le mot de passe que vous venez de choisir.
					</p>
					{localMail && (
						<p>
							Dans cette démonstration, les courriels arrivent dans la{' '}
							<Link to="/boite-locale">boîte locale</Link>.
						</p>
					)}
				</Notice>
			)}
			<FormError title="La connexion n’a pas abouti" message={actionData?.message} />
			<Form method="post" className="stack">
				<Field
					label="Adresse électronique"
					name="email"
					type="email"
					autoComplete="username"
					required
					defaultValue={actionData?.values.email}
					error={actionData?.errors.email}
				/>
				<Field
					label="Mot de passe"
					name="password"
					type="password"
					autoComplete="current-password"
					required
					error={actionData?.errors.password}
				/>
				<Button variant="accent">Se connecter</Button>
			</Form>
			<p>
				<Link to="/mot-de-passe-oublie">Mot de passe oublié</Link>
			</p>
			<p>
				Pas encore de compte ? <Link to={`/inscription?retour=${encodeURIComponent(back)}`}>En créer un</Link>
			</p>
		</div>
	)
}
