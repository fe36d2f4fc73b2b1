type Attributes = { required?: ReadonlyArray<string>; optional?: ReadonlyArray<string> }

/**
 * What MDX may write besides Markdown, with the attributes that each understands.
 * The build refuses any other, and `components.tsx` draws exactly these.
 */
export const mdxAttributes = {
	En: {},
	Note: { optional: ['titre'] },
	Onglet: { required: ['titre'] },
	Onglets: { optional: ['titre'] },
	Piege: { optional: ['titre'] },
	Pipeline: { required: ['name', 'stages'], optional: ['label', 'caption', 'orientation'] },
	Retenir: {},
	Schema: { required: ['titre'], optional: ['legende'] },
} satisfies Record<string, Attributes>

export type MdxComponentName = keyof typeof mdxAttributes

/** The attributes of a component, or undefined when there is no such component. */
export function attributesOf(name: string): Attributes | undefined {
	return Object.hasOwn(mdxAttributes, name) ? mdxAttributes[name as MdxComponentName] : undefined
}
