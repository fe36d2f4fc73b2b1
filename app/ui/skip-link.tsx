/** The first thing that the Tab key reaches: straight to the content. */
export function SkipLink() {
	return (
		<a className="skip-link" href="#contenu">
			Aller au contenu
		</a>
	)
}
