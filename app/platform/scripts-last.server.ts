const PRELOAD = '<link rel="modulepreload"'
const LATER = '<link rel="later"'
const MODULE = /<script([^>]*) type="module"/

/**
 * When the modules of a page are asked for: once its text is painted, or, for a
 * page that reads without them, at the first sign that somebody uses it.
 */
export type ScriptStart = 'painted' | 'used'

// A copy of the script runs: an element whose type changes does not.
const START =
	'document.querySelectorAll(\'link[rel="later"]\').forEach(function(l){l.rel="modulepreload"});var s=document.querySelector(\'script[type="later"]\'),m=document.createElement("script");m.type="module";m.nonce=s.nonce;m.textContent=s.textContent;document.head.append(m)'

/** Milliseconds after which a page that nobody touched is whole all the same: it is being read, and may be kept. */
const USED_AT_LATEST_MS = 10_000

// Any of these is a hand at the page, which needs longer to act than the modules to come. What it
// presses before they have, and only they answer, is kept for `pressAgain`.
const START_WHEN: Readonly<Record<ScriptStart, string>> = {
	painted: `(function(){${START}})()`,
	used: `(function(){var e=["pointermove","pointerdown","keydown","scroll","focusin"],o={capture:true,passive:true},t=setTimeout(go,${USED_AT_LATEST_MS});function go(){clearTimeout(t);e.forEach(function(n){removeEventListener(n,go,o)});${START}}e.forEach(function(n){addEventListener(n,go,o)});addEventListener("click",function(c){if(!("ready" in document.documentElement.dataset))window.pressedEarly=c.target.closest('button[type="button"]')},true)})()`,
}

// Waits for the first paint.
const start = (when: ScriptStart) =>
	`requestAnimationFrame(function(){setTimeout(function(){document.documentElement.dataset.fonts="";try{sessionStorage.setItem("fonts","1")}catch(e){}${START_WHEN[when]}})})`

/**
 * Has the modules of a page, and the fonts of its prose and code, be asked for
 * after its text is painted: on a slow network they would share it with the
 * styles, and a page reads without them. React Router has no setting for it;
 * React keeps the attributes that it finds. Inline scripts run as before, under
 * the nonce of the page or their hash.
 */
export function withScriptsLast(html: string, when: ScriptStart, nonce?: string): string {
	const module = MODULE.exec(html)
	if (!module) return html
	const [written, attributes] = module
	const script = `<script${nonce ? ` nonce="${nonce}"` : ''}>${start(when)}</script>`
	const end = html.lastIndexOf('</body>')
	const before = html.slice(0, module.index).replaceAll(PRELOAD, LATER)
	const after = html.slice(module.index + written.length, end).replaceAll(PRELOAD, LATER)
	return `${before}<script${attributes} type="later"${after}${script}${html.slice(end)}`
}
