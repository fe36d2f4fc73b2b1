import { data, Form, Link, redirect } from 'react-router'
import { type FormState, nameForm, passwordForm, readForm } from '#app/accounts/account-forms.ts'
import { callAuth, refusalMessage } from '#app/accounts/call-auth.server.ts'
import { requireUser } from '#app/accounts/guards.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { mailStaysLocal } from '#app/platform/mail.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { FormError, Notice } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/account'

export async function loader({ request }: Route.LoaderArgs) {
	const { id, name, email, emailVerified } = await requireUser(request)
	const open = await getDatabase().session.count({ where: { userId: id, expiresAt: { gt: now() } } })
	const done = DONE[new URL(request.url).searchParams.get('fait') ?? ''] ?? null
	return { name, email, emailVerified, otherSessions: open - 1, localMail: mailStaysLocal(), done }
}

export async function action({ request }: Route.ActionArgs) {
	const user = await requireUser(request)
	const form = await postedForm(request)
	switch (form.get('intent')) {
		case 'name': {
			const named = readForm(nameForm, form)
			if (!named.data) return data(named.state, { status: 400 })
			return outcome(await callAuth(request, '/update-user', named.data), 'nom')
		}
		case 'password': {
			const changed = readForm(passwordForm, form)
			if (!changed.data) return data(changed.state, { status: 400 })
			const body = { ...changed.data, revokeOtherSessions: true }
			return outcome(await callAuth(request, '/change-password', body), 'mot-de-passe')
		}
		case 'sessions':
			return outcome(await callAuth(request, '/revoke-other-sessions', {}), 'sessions')
		case 'verify':
			return outcome(await callAuth(request, '/send-verification-email', { email: user.email }), 'lien')
		default:
			throw new Response('Ce formulaire est incomplet. Rechargez la page.', { status: 400 })
	}
}

function outcome(answer: Awaited<ReturnType<typeof callAuth>>, done: keyof typeof DONE) {
	const state: FormState = { values: {}, errors: {} }
	if (!answer.ok) return data({ ...state, message: refusalMessage(answer) }, { status: answer.status })
	// The page is asked for anew: a new password comes with a new session, which only the browser's next request carries.
	return redirect(`/compte?fait=${done}`, { headers: answer.headers })
}

/** What was done, by how the address of the page tells it. */
const DONE: Readonly<Record<string, string>> = {
	nom: 'Votre nom est enregistré.',
	'mot-de-passe': 'Votre mot de passe est changé ; vos autres sessions sont fermées.',
	sessions: 'Vos autres sessions sont fermées.',
	lien: 'Un nouveau lien vient de partir. Il est valable 24 heures.',
}

export default function Account({ loaderData, actionData }: Route.ComponentProps) {
	const { name, email, emailVerified, otherSessions, localMail, done } = loaderData
	return (
		<div className="page account-page">
			<PageHead title="Mon compte" />
			<h1>Mon compte</h1>
			{done && !actionData && <Notice kind="success" title={done} live />}
			<FormError message={actionData?.message} />
			<h2>Nom</h2>
			<Form method="post" className="stack">
				<Field
					label="Nom porté sur vos prochains certificats"
					name="name"
					autoComplete="name"
					required
					defaultValue={actionData?.values.name ?? name}
					error={actionData?.errors.name}
				/>
				<Button name="intent" value="name">
					Enregistrer le nom
				</Button>
			</Form>
			<h2>Adresse électronique</h2>
			<p>
				{email} {emailVerified ? '(confirmée)' : '(à confirmer)'}
			</p>
			{!emailVerified && (
				<Form method="post">
					<Button name="intent" value="verify">
						Renvoyer le lien de confirmation
					</Button>
				</Form>
			)}
			{localMail && (
				<p className="quiet">
					Dans cette démonstration, les courriels arrivent dans la{' '}
					<Link to="/boite-locale">boîte locale</Link>.
				</p>
			)}
			<h2>Mot de passe</h2>
			<Form method="post" className="stack">
				<Field
					label="Mot de passe actuel"
					name="currentPassword"
					type="password"
					autoComplete="current-password"
					required
					error={actionData?.errors.currentPassword}
				/>
				<Field
					label="Nouveau mot de passe"
					name="newPassword"
					type="password"
					autoComplete="new-password"
					required
					hint="Dix caractères au moins."
					error={actionData?.errors.newPassword}
				/>
				<Button name="intent" value="password">
					Changer le mot de passe
				</Button>
			</Form>
			<h2>Sessions</h2>
			{otherSessions > 0 && (
				<>
					<p>
						{otherSessions === 1
							? 'Votre compte est aussi ouvert dans un autre navigateur.'
							: `Votre compte est aussi ouvert dans ${otherSessions} autres navigateurs.`}
					</p>
					<Form method="post">
						<Button name="intent" value="sessions">
							Fermer les autres sessions
						</Button>
					</Form>
				</>
			)}
			<Form method="post" action="/deconnexion">
				<Button variant="quiet">Se déconnecter</Button>
			</Form>
		</div>
	)
}
