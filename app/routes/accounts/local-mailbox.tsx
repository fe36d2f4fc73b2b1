import { getDatabase } from '#app/platform/db.server.ts'
import { mailStaysLocal } from '#app/platform/mail.server.ts'
import { DateTime } from '#app/ui/date-time.tsx'
import { EmptyState } from '#app/ui/empty-state.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/local-mailbox'

/** Mails that the page shows, newest first. */
const SHOWN = 50

export async function loader() {
	if (!mailStaysLocal()) throw new Response('Cette page n’existe que dans la démonstration.', { status: 404 })
	const mails = await getDatabase().localMail.findMany({
		orderBy: { sentAt: 'desc' },
		take: SHOWN,
		select: { id: true, to: true, subject: true, text: true, sentAt: true },
	})
	return { mails }
}

export default function LocalMailbox({ loaderData }: Route.ComponentProps) {
	return (
		<div className="page account-page">
			<PageHead title="Boîte locale" />
			<h1>Boîte locale</h1>
			<p>Dans la démonstration, aucun courriel ne part : les messages du site se lisent ici.</p>
			{loaderData.mails.length === 0 && (
				<EmptyState title="Aucun message pour le moment">
					<p>Inscrivez-vous, ou demandez un nouveau mot de passe : le message arrivera ici.</p>
				</EmptyState>
			)}
			{loaderData.mails.map((mail) => (
				<article key={mail.id} className="card">
					<h2>{mail.subject}</h2>
					<p className="quiet">
						À {mail.to}, le <DateTime date={mail.sentAt} />
					</p>
					{mail.text
						.split('\n')
						.filter(Boolean)
						.map((line) => (
							<p key={line}>{line.startsWith('http') ? <a href={line}>{line}</a> : line}</p>
						))}
				</article>
			))}
		</div>
	)
}
