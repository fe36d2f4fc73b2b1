import { Form, Link, NavLink } from 'react-router'
import { Icon } from './icon.tsx'
import { Mark } from './mark.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** What the header shows of the person who is signed in. */
export type SignedIn = { name: string; role: 'learner' | 'trainer' | 'admin' }

const sections = [
	{ to: '/cours', title: 'Cours' },
	{ to: '/ateliers', title: 'Ateliers' },
	{ to: '/examen', title: 'Examen' },
	{ to: '/verifier', title: 'Vérifier' },
]

/** The mark, the four parts of the site, the theme and the account. */
export function SiteHeader({ user }: { user: SignedIn | null }) {
	return (
		<header className="site-header">
			<div className="site-header-inner">
				<Link to="/" className="site-mark" aria-label="Filière, accueil">
					<Mark size={30} />
					<span>Filière</span>
				</Link>
				<nav className="site-nav" aria-label="Navigation principale">
					{sections.map(({ to, title }) => (
						<NavLink key={to} to={to} prefetch="none">
							{title}
						</NavLink>
					))}
					<NavLink to="/recherche" className="site-search" prefetch="none" title="Rechercher">
						<Icon name="search" size={18} />
						<span className="visually-hidden">Rechercher</span>
					</NavLink>
				</nav>
				<div className="site-tools">
					<ThemeSwitch />
					{user ? <AccountMenu user={user} /> : <SignInLink />}
				</div>
			</div>
		</header>
	)
}

function SignInLink() {
	return (
		<Link to="/connexion" className="account-link">
			<Icon name="person" size={18} />
			<span>Se connecter</span>
		</Link>
	)
}

function AccountMenu({ user }: { user: SignedIn }) {
	return (
		<details className="account-menu" name="account">
			<summary>
				<Icon name="person" size={18} />
				<span className="account-name">{user.name}</span>
				<Icon name="chevron" size={12} />
			</summary>
			<div className="account-panel">
				<p className="quiet">
					Compte de <strong>{user.name}</strong>
				</p>
				<Link to="/compte">Mon compte</Link>
				<Link to="/cours/notes">Mes notes</Link>
				{user.role !== 'learner' && <Link to="/equipe/retours">Retours sur les leçons</Link>}
				<Form method="post" action="/deconnexion">
					<button type="submit" className="button button-small">
						Se déconnecter
					</button>
				</Form>
			</div>
		</details>
	)
}
