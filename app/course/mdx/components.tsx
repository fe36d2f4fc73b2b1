import type { ComponentProps, ComponentType } from 'react'
import { CodeBlock } from '#app/ui/code-block.tsx'
import { Pipeline } from '#app/ui/pipeline/pipeline.tsx'
import { TableWrapper } from '#app/ui/table-wrapper.tsx'
import { Note, Piege, Retenir } from './callouts.tsx'
import type { MdxComponentName } from './component-names.ts'
import { En } from './english-term.tsx'
import { Schema } from './figure.tsx'
import { Onglet, Onglets } from './tabs.tsx'

/**
 * What MDX may use besides Markdown, and how its tables are drawn. Rendered on the server
 * only: what a script adds to it is in `enhance/`.
 */
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
	table: ScrollingTable,
	th: HeaderCell,
	// biome-ignore lint/suspicious/noExplicitAny: each component has its own properties
} satisfies Record<MdxComponentName, ComponentType<any>> & Record<string, ComponentType<any>>

function ScrollingTable(props: ComponentProps<'table'>) {
	return (
		<TableWrapper label="Tableau">
			<table {...props} />
		</TableWrapper>
	)
}

/** The corner of a table with two headers is empty: a header of nothing would be read as one. */
function HeaderCell({ children, ...props }: ComponentProps<'th'>) {
	return children ? <th {...props}>{children}</th> : <td />
}
