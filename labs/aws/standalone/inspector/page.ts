import type { HttpResponse } from '../../wire/protocols/message.ts'

// One page without a build step: it asks for /_emulator/state and writes what
// it gets as text, never as HTML.

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent) }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.3rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem } h3 { font-size: 1rem; margin: 0 }
code, td { font-family: ui-monospace, monospace; font-size: 13px }
.bar, .stages { display: flex; flex-wrap: wrap; gap: .75rem; align-items: start }
.card, .stage { border: 1px solid var(--line); border-radius: 8px; padding: .75rem }
.card { margin-bottom: 1rem } .stage { min-width: 11rem }
.stage ul { list-style: none; margin: .5rem 0 0; padding: 0 }
.error { color: #b3261e; max-width: 22rem; overflow-wrap: anywhere }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: start; padding: .15rem .75rem .15rem 0; border-bottom: 1px solid var(--line); white-space: nowrap }
@media (prefers-color-scheme: dark) { .error { color: #ff8a80 } }
`

const SCRIPT = `
const $ = (id) => document.getElementById(id)
const make = (tag, text, className) => {
	const element = document.createElement(tag)
	if (text !== undefined) element.textContent = text
	if (className) element.className = className
	return element
}
const row = (...cells) => { const tr = make('tr'); tr.append(...cells.map((cell) => make('td', String(cell)))); return tr }
const table = (heads, rows) => {
	const element = make('table')
	const head = make('tr')
	head.append(...heads.map((text) => { const th = make('th', text); th.scope = 'col'; return th }))
	element.append(head, ...rows)
	const scroll = make('div', undefined, 'scroll')
	scroll.tabIndex = 0
	scroll.append(element)
	return scroll
}
function stage({ name, open, waiting, status, actions }) {
	const box = make('div', undefined, 'stage')
	box.append(make('h3', name), make('div', (status ?? 'never run') + (open ? '' : ' · transition closed') + (waiting ? ' · ' + waiting + ' waiting' : '')))
	const list = make('ul')
	for (const action of actions) {
		const item = make('li', action.name + ' (' + action.provider + '): ' + (action.status ?? 'never run'))
		if (action.error) item.append(make('div', action.error, 'error'))
		list.append(item)
	}
	box.append(list)
	return box
}
function card(pipeline) {
	const box = make('section', undefined, 'card')
	const { name, account, region, version, type, mode, stages, executions } = pipeline
	const row_ = make('div', undefined, 'stages')
	row_.append(...stages.map(stage))
	box.append(make('h3', name), make('p', [account, region, type, mode, 'version ' + version].join(' · ')), row_)
	box.append(table(['execution', 'status', 'type', 'trigger', 'started'], executions.map((one) => row(one.id, one.status, one.type, one.trigger, one.startedAt))))
	return box
}
let shown = ''
async function refresh() {
	try {
		const response = await fetch('/_emulator/state')
		const state = await response.json()
		$('clock').textContent = state.now + ' · ' + (state.speed === 0 ? 'paused' : '×' + state.speed)
		const rest = JSON.stringify([state.seq, state.faults])
		if (rest !== shown) {
			shown = rest
			$('pipelines').replaceChildren(...(state.pipelines.length ? state.pipelines.map(card) : [make('p', 'No pipeline yet. Point the AWS CLI or an SDK here and create one.')]))
			$('faults').textContent = state.faults.length ? JSON.stringify(state.faults) : 'None.'
			$('journal').replaceChildren(table(['seq', 'time', 'kind', 'what', 'who', 'calls made', 'outcome'], state.journal.map((one) => row(one.seq, one.at, one.kind, one.what, one.who, one.calls, one.refused ?? 'ok'))))
		}
		$('state').textContent = ''
	} catch {
		$('state').textContent = 'The emulator does not answer.'
	}
	setTimeout(refresh, 1000)
}
for (const button of document.querySelectorAll('button')) button.addEventListener('click', () => fetch(button.dataset.path, { method: button.dataset.method, body: button.dataset.body }))
refresh()
`

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AWS emulator</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>AWS emulator</h1>
<p>Virtual time: <code id="clock">…</code> <span id="state" role="status"></span></p>
<div class="bar">
<button data-method="PUT" data-path="/_emulator/clock" data-body='{"speed":0}'>Pause</button>
<button data-method="PUT" data-path="/_emulator/clock" data-body='{"speed":1}'>Real time</button>
<button data-method="PUT" data-path="/_emulator/clock" data-body='{"speed":60}'>×60</button>
<button data-method="PUT" data-path="/_emulator/clock" data-body='{"forward":3600}'>Forward one hour</button>
<button data-method="PUT" data-path="/_emulator/clock" data-body='{"forward":604800}'>Forward seven days</button>
<button data-method="PUT" data-path="/_emulator/faults" data-body="[]">End all faults</button>
</div>
<noscript><p>This page needs its script; the same is at <a href="/_emulator/state">/_emulator/state</a> as JSON.</p></noscript>
<h2>Pipelines</h2>
<div id="pipelines"></div>
<h2>Faults</h2>
<p><code id="faults"></code></p>
<h2>Journal</h2>
<div id="journal"></div>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`

/** The page at the emulator's root: pipelines, their executions, the journal, the clock. */
export function inspectorPage(): HttpResponse {
	return {
		status: 200,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			// Nothing from elsewhere; another site can neither frame it nor press its buttons.
			'content-security-policy':
				"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
		},
		body: Buffer.from(PAGE),
	}
}
