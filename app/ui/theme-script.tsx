import { useContext } from 'react'
import { UNSAFE_FrameworkContext as FrameworkContext } from 'react-router'

// Runs before the first paint, so that a chosen theme never flashes. The choice
// stays in the browser: the server's HTML is the same for every visitor. Fonts that
// this visit has loaded are used at once; see `withScriptsLast` for the first page.
const source =
	"(function(){var t='system';try{t=localStorage.getItem('theme')||t}catch(e){}document.documentElement.dataset.theme=t;try{sessionStorage.getItem('fonts')&&(document.documentElement.dataset.fonts='')}catch(e){}})()"

/**
 * Sets `data-theme` on the document from the reader's choice; its presence also
 * tells CSS that scripts run. Takes the nonce where React Router's own `<Scripts>`
 * takes it: the router has no public way to read it.
 */
export function ThemeScript() {
	const nonce = useContext(FrameworkContext)?.nonce
	// biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file
	return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: source }} />
}
