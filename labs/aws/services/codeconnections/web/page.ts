import { type HttpResponse, utf8 } from '../../../wire/protocols/message.ts'
import { escapeXml } from '../../../wire/protocols/xml-writer.ts'

const STYLE = `:root{color-scheme:light dark}
body{margin:0 auto;max-width:46rem;padding:1.5rem;font:1rem/1.6 system-ui,sans-serif}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}
code{overflow-wrap:anywhere}
label{display:block;margin:.75rem 0 .25rem}
input,textarea{box-sizing:border-box;width:100%;font:inherit;padding:.4rem}
button{font:inherit;padding:.5rem 1rem;margin-top:.75rem}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}`

/** HTML that is safe as it stands. */
export interface Html {
	readonly html: string
}

/** A template whose values are escaped, unless they are HTML themselves. */
export function html(
	parts: TemplateStringsArray,
	...values: ReadonlyArray<string | Html | Array<Html>>
): Html {
	const written = values.map((value) =>
		[value]
			.flat()
			.map((one) => (typeof one === 'string' ? escapeXml(one) : one.html))
			.join(''),
	)
	return { html: parts.map((part, index) => part + (written[index] ?? '')).join('') }
}

/** A whole page; it tells no other site where it was. */
export function page(status: number, title: string, main: Html): HttpResponse {
	const whole = html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`
	const headers = {
		'content-type': 'text/html; charset=utf-8',
		'cache-control': 'no-store',
		'referrer-policy': 'no-referrer',
	}
	return { status, headers, body: utf8(whole.html) }
}

export function errorPage(status: number, title: string, text: string): HttpResponse {
	return page(status, title, html`<p role="alert">${text}</p>`)
}

/** Where a browser goes after a form. */
export function seeOther(location: string): HttpResponse {
	return { status: 303, headers: { location }, body: utf8('') }
}
