import { env } from '#app/platform/env.server.ts'
import type { Mail } from '#app/platform/mail.server.ts'

interface Recipient {
	name: string
	email: string
}

/** Asks the owner of an address to confirm it. */
export function verificationMail(user: Recipient, token: string): Mail {
	return linkMail({
		to: user,
		subject: 'Confirmez votre adresse',
		why: 'Vous avez créé un compte sur Filière avec cette adresse. Confirmez qu’elle est bien la vôtre : le lien est valable 24 heures.',
		link: `${env.publicUrl}/verification-adresse?jeton=${encodeURIComponent(token)}`,
		label: 'Confirmer mon adresse',
	})
}

/** Tells the owner of an account that somebody, perhaps they, tried to make another with their address. */
export function existingAccountMail(user: Recipient): Mail {
	return linkMail({
		to: user,
		subject: 'Vous avez déjà un compte',
		why: 'La création d’un compte Filière vient d’être demandée avec cette adresse, qui en a déjà un. Connectez-vous avec votre mot de passe, ou choisissez-en un nouveau.',
		link: `${env.publicUrl}/connexion`,
		label: 'Me connecter',
	})
}

/** Lets the owner of an account choose a new password. */
export function resetMail(user: Recipient, token: string): Mail {
	return linkMail({
		to: user,
		subject: 'Choisissez un nouveau mot de passe',
		why: 'Un nouveau mot de passe a été demandé pour votre compte Filière. Le lien est valable une heure et ne sert qu’une fois.',
		link: `${env.publicUrl}/nouveau-mot-de-passe?jeton=${encodeURIComponent(token)}`,
		label: 'Choisir un mot de passe',
	})
}

interface LinkMail {
	to: Recipient
	subject: string
	why: string
	link: string
	label: string
}

function linkMail({ to, subject, why, link, label }: LinkMail): Mail {
	const ignore = 'Si vous n’êtes pas à l’origine de cette demande, ignorez ce message : rien ne changera.'
	// Quoted: a name is what somebody typed, and is not to be read as words of ours.
	const text = `Bonjour «\u00a0${to.name}\u00a0»,\n\n${why}\n\n${label} :\n${link}\n\n${ignore}\n\nFilière\n`
	const html = `<!doctype html><html lang="fr"><body style="font-family:sans-serif;line-height:1.5;color:#18221d">
<p>Bonjour «\u00a0${escapeHtml(to.name)}\u00a0»,</p><p>${why}</p><p><a href="${escapeHtml(link)}">${label}</a></p><p>${ignore}</p><p>Filière</p></body></html>`
	return { to: to.email, subject, text, html }
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
