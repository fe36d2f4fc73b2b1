import { Children, isValidElement, type ReactNode } from 'react'
import { Tabs } from '#app/ui/tabs.tsx'

type TabProps = { titre: string; children: ReactNode }

/** `<Onglets>`: the same thing done several ways, one `<Onglet titre="…">` each. */
export function Onglets({ titre = 'Façons de faire', children }: { titre?: string; children: ReactNode }) {
	const items = Children.toArray(children)
		.filter((child) => isValidElement<TabProps>(child))
		.map(({ props }) => ({ title: props.titre, content: props.children }))
	return <Tabs label={titre} items={items} />
}

/** One way, read by `<Onglets>`. */
export function Onglet({ children }: TabProps) {
	return children
}
