import { data, Form, Link } from 'react-router'
import { nameForm, passwordForm, readForm } from '#app/accounts/account-forms.ts'
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
	return { name, email, emailVerified, otherSessions: open - 1, localMail: mailStaysLocal() }
}

export async function action({ request }: Route.ActionArgs) {
	const user = await requireUser(request)
	const form = await postedForm(request)
	switch (form.get('intent')) {
		case 'name': {
			const named = readForm(nameForm, form)
			if (!named.data) return data({ ...named.state, done: null }, { status: 400 })
			return outcome(await callAuth(request, '/update-user', named.data), 'Votre nom est enregistré.')
		}
		case 'password': {
			const changed = readForm(passwordForm, form)
			if (!changed.data) return data({ ...changed.state, done: null }, { status: 400 })
			const body = { ...changed.data, revokeOtherSessions: true }
			return outcome(
				await callAuth(request, '/change-password', body),
				'Votre mot de passe est changé ; vos autres sessions sont fermées.',
			)
		}
		case 'sessions':
			return outcome(
				await callAuth(request, '/revoke-other-sessions', {}),
				'Vos autres sessions sont fermées.',
			)
		case 'verify':
			return outcome(
				await callAuth(request, '/send-verification-email', { email: user.email }),
				'Un nouveau lien vient de partir. Il est valable 24 heures.',
			)
		default:
			throw new Response('Ce formulaire est incomplet. Rechargez la page.', { status: 400 })
	}
}

function outcome(answer: Awaited<ReturnType<typeof callAuth>>, done: string) {
	const state = { values: {} as Record<string, string>, errors: {} as Record<string, string> }
	if (!answer.ok)
		return data({ ...state, done: null, message: refusalMessage(answer) }, { status: answer.status })
	return data({ ...state, done, message: undefined }, { headers: answer.headers })
}

export default function Account({ loaderData, actionData }: Route.ComponentProps) {
	const { name, email, emailVerified, otherSessions, localMail } = loaderData
	return (
		<div className="page account-page">
			<PageHead title="Mon compte" />
			<h1>Mon compte</h1>
			{actionData?.done && <Notice kind="success" title={actionData.done} live />}
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
