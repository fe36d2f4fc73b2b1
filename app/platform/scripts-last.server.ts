const PRELOAD = '<link rel="modulepreload"'
const LATER = '<link rel="later"'
const MODULE = /<script([^>]*) type="module"/

// Waits for the first paint. A copy of the script runs: an element whose type
// changes does not.
const START = `requestAnimationFrame(function(){setTimeout(function(){document.documentElement.dataset.fonts="";try{sessionStorage.setItem("fonts","1")}catch(e){}document.querySelectorAll('link[rel="later"]').forEach(function(l){l.rel="modulepreload"});var s=document.querySelector('script[type="later"]'),m=document.createElement("script");m.type="module";m.nonce=s.nonce;m.textContent=s.textContent;document.head.append(m)})})`

/**
 * Has the modules of a page, and the fonts of its prose and code, be asked for
 * once its text is painted: on a slow network they would share it with the
 * styles, and a page reads without them. React Router has no setting for it;
 * React keeps the attributes that it finds. Inline scripts run as before, under
 * the nonce of the page or their hash.
 */
export function withScriptsLast(html: string, nonce?: string): string {
	const module = MODULE.exec(html)
	if (!module) return html
	const [written, attributes] = module
	const start = `<script${nonce ? ` nonce="${nonce}"` : ''}>${START}</script>`
	const end = html.lastIndexOf('</body>')
	const before = html.slice(0, module.index).replaceAll(PRELOAD, LATER)
	const after = html.slice(module.index + written.length, end).replaceAll(PRELOAD, LATER)
	return `${before}<script${attributes} type="later"${after}${start}${html.slice(end)}`
}
