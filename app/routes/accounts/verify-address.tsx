import { data, Link } from 'react-router'
import { getAuth } from '#app/accounts/auth.server.ts'
import { Notice } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/verify-address'

export async function loader({ request }: Route.LoaderArgs) {
	const token = new URL(request.url).searchParams.get('jeton') ?? ''
	try {
		await getAuth().api.verifyEmail({ query: { token } })
		return data({ verified: true })
	} catch {
		// The library refuses a token that is old, used or not its own; the page says what to do.
		return data({ verified: false }, { status: 400 })
	}
}

export default function VerifyAddress({ loaderData }: Route.ComponentProps) {
	return (
		<div className="page account-page">
			<PageHead title="Confirmation de l’adresse" />
			<h1>Confirmation de l’adresse</h1>
			{loaderData.verified ? (
				<Notice kind="success" title="Adresse confirmée">
					<p>
						Merci. <Link to="/cours">Poursuivre le cours</Link>
					</p>
				</Notice>
			) : (
				<Notice kind="error" title="Ce lien n’est plus valable">
					<p>
						Il a expiré ou il a déjà servi. Demandez-en un nouveau depuis{' '}
						<Link to="/compte">votre compte</Link>.
					</p>
				</Notice>
			)}
		</div>
	)
}
