import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { tabAfter } from './tab-order.ts'

export type TabItem = { title: string; content: ReactNode }

/** Panels shown one at a time; until the script has run they are all shown, each under its title. */
export function Tabs({ label, items }: { label: string; items: Array<TabItem> }) {
	const id = useId()
	const list = useRef<HTMLDivElement>(null)
	const [scripted, setScripted] = useState(false)
	const [selected, setSelected] = useState(0)
	useEffect(() => setScripted(true), [])

	function move(event: KeyboardEvent) {
		const target = tabAfter(event.key, selected, items.length)
		if (target === undefined) return
		event.preventDefault()
		setSelected(target)
		list.current?.querySelectorAll<HTMLElement>('[role=tab]')[target]?.focus()
	}

	if (!scripted) {
		return (
			<div className="tabs" data-label={label}>
				{items.map((item) => (
					<section key={item.title} className="tabs-panel" aria-label={item.title}>
						<p className="tabs-panel-title">{item.title}</p>
						{item.content}
					</section>
				))}
			</div>
		)
	}
	return (
		<div className="tabs">
			<div className="tabs-list" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
				{items.map((item, position) => (
					<button
						key={item.title}
						type="button"
						role="tab"
						className="tabs-tab"
						id={`${id}-tab-${position}`}
						aria-selected={position === selected}
						aria-controls={`${id}-panel-${position}`}
						tabIndex={position === selected ? 0 : -1}
						onClick={() => setSelected(position)}
					>
						{item.title}
					</button>
				))}
			</div>
			{items.map((item, position) => (
				<div
					key={item.title}
					className="tabs-panel"
					role="tabpanel"
					data-title={item.title}
					id={`${id}-panel-${position}`}
					aria-labelledby={`${id}-tab-${position}`}
					hidden={position !== selected}
				>
					{item.content}
				</div>
			))}
		</div>
	)
}
