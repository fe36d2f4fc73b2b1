import { data, Form, Link } from 'react-router'
import { forgottenForm, readForm } from '#app/accounts/account-forms.ts'
import { callAuth, noSooner, refusalMessage } from '#app/accounts/call-auth.server.ts'
import { mailStaysLocal } from '#app/platform/mail.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { FormError, Notice } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/forgotten-password'

export function loader() {
	return { localMail: mailStaysLocal() }
}

export async function action({ request }: Route.ActionArgs) {
	const form = readForm(forgottenForm, await postedForm(request))
	if (!form.data) return data({ ...form.state, sent: false }, { status: 400 })

	const answer = await noSooner(callAuth(request, '/request-password-reset', form.data))
	if (answer.status === 429) {
		return data(
			{ ...form.state, sent: false, message: refusalMessage(answer) },
			{ status: 429, headers: answer.headers },
		)
	}
	// The same words whether the account exists or not.
	return data({ ...form.state, sent: true, message: undefined })
}

export default function ForgottenPassword({ loaderData, actionData }: Route.ComponentProps) {
	return (
		<div className="page account-page">
			<PageHead title="Mot de passe oublié" path="/mot-de-passe-oublie" />
			<h1>Mot de passe oublié</h1>
			{actionData?.sent ? (
				<Notice kind="success" title="Consultez votre boîte" live>
					<p>Si un compte existe à cette adresse, un lien vient d’y être envoyé. Il est valable une heure.</p>
					{loaderData.localMail && (
						<p>
							Dans cette démonstration, il arrive dans la <Link to="/boite-locale">boîte locale</Link>.
						</p>
					)}
				</Notice>
			) : (
				<>
					<p>
						Indiquez l’adresse de votre compte : vous y recevrez un lien pour choisir un nouveau mot de passe.
					</p>
					<FormError message={actionData?.message} />
					<Form method="post" className="stack">
						<Field
							label="Adresse électronique"
							name="email"
							type="email"
							autoComplete="email"
							required
							defaultValue={actionData?.values.email}
							error={actionData?.errors.email}
						/>
						<Button variant="accent">Recevoir un lien</Button>
					</Form>
				</>
			)}
		</div>
	)
}
