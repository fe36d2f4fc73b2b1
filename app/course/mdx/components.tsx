import type { ComponentProps, ComponentType } from 'react'
import { Link } from 'react-router'
import { CodeBlock } from '#app/ui/code-block.tsx'
import { Pipeline } from '#app/ui/pipeline/pipeline.tsx'
import { TableWrapper } from '#app/ui/table-wrapper.tsx'
import { Note, Piege, Retenir } from './callouts.tsx'
import type { MdxComponentName } from './component-names.ts'
import { En } from './english-term.tsx'
import { Schema } from './figure.tsx'
import { Onglet, Onglets } from './tabs.tsx'

/** What MDX may use besides Markdown, and how its links and tables are drawn. */
export const mdxComponents = {
	CodeBlock,
	En,
	Note,
	Onglet,
	Onglets,
	Piege,
	Pipeline,
	Retenir,
	Schema,
	a: Anchor,
	table: ScrollingTable,
	// biome-ignore lint/suspicious/noExplicitAny: each component has its own properties
} satisfies Record<MdxComponentName, ComponentType<any>> & Record<string, ComponentType<any>>

function Anchor({ href = '', ...props }: ComponentProps<'a'>) {
	if (href.startsWith('/')) return <Link {...props} to={href} />
	return <a {...props} href={href} />
}

function ScrollingTable(props: ComponentProps<'table'>) {
	return (
		<TableWrapper label="Tableau">
			<table {...props} />
		</TableWrapper>
	)
}
