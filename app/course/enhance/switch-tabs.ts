import { tabAfter } from '#app/ui/tab-order.ts'

/** Turns panels that stand one under the other, each under its title, into tabs. */
export function switchTabs(container: HTMLElement, signal: AbortSignal): void {
	keepingAnchor(() => {
		for (const [position, tabs] of container.querySelectorAll<HTMLElement>('.tabs').entries()) {
			if (!tabs.querySelector('[role=tablist]')) makeTabs(tabs, `onglets-${position}`)
		}
	})
	container.addEventListener(
		'click',
		(event) => {
			const tab = tabOf(event.target)
			if (tab) select(tab)
		},
		{ signal },
	)
	container.addEventListener(
		'keydown',
		(event) => {
			const tab = tabOf(event.target)
			if (!tab) return
			const tabs = siblingsOf(tab)
			const next = tabs[tabAfter(event.key, tabs.indexOf(tab), tabs.length) ?? -1]
			if (!next) return
			event.preventDefault()
			select(next)
			next.focus()
		},
		{ signal },
	)
}

/** Leaves what the address names where the browser has scrolled to, though what stands above it gets shorter. */
function keepingAnchor(change: () => void): void {
	const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
	const before = target?.getBoundingClientRect().top ?? 0
	change()
	const moved = (target?.getBoundingClientRect().top ?? 0) - before
	if (moved !== 0) window.scrollBy({ top: moved, behavior: 'instant' })
}

function makeTabs(tabs: HTMLElement, id: string): void {
	const list = document.createElement('div')
	list.className = 'tabs-list'
	list.role = 'tablist'
	list.ariaLabel = tabs.dataset.label ?? null
	for (const [position, panel] of [...tabs.querySelectorAll<HTMLElement>(':scope > .tabs-panel')].entries()) {
		const title = panel.ariaLabel ?? ''
		const tab = document.createElement('button')
		Object.assign(tab, { type: 'button', className: 'tabs-tab', role: 'tab', textContent: title })
		tab.id = `${id}-titre-${position}`
		panel.id = `${id}-${position}`
		tab.setAttribute('aria-controls', panel.id)
		panel.role = 'tabpanel'
		panel.dataset.title = title
		panel.removeAttribute('aria-label')
		panel.setAttribute('aria-labelledby', tab.id)
		panel.querySelector(':scope > .tabs-panel-title')?.remove()
		list.append(tab)
	}
	tabs.prepend(list)
	const [first] = list.querySelectorAll<HTMLElement>('[role=tab]')
	if (first) select(first)
}

function select(chosen: HTMLElement): void {
	for (const tab of siblingsOf(chosen)) {
		tab.ariaSelected = String(tab === chosen)
		tab.tabIndex = tab === chosen ? 0 : -1
		const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '')
		if (panel) panel.hidden = tab !== chosen
	}
}

function siblingsOf(tab: HTMLElement): Array<HTMLElement> {
	return [...(tab.parentElement?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])]
}

function tabOf(target: EventTarget | null): HTMLElement | null {
	return target instanceof Element ? target.closest<HTMLElement>('[role=tab]') : null
}
