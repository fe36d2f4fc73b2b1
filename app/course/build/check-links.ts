import { ContentError } from './content-error.ts'
import { headingsOf } from './headings.ts'
import { isJsx, lineOf, type MdxNode, type MdxPage, walk } from './mdx-page.ts'

/** Addresses that the pages of the course may link to besides the course, its labs and its glossary. */
export const SITE_PAGES = [
	'/',
	'/cours',
	'/cours/nouveautes',
	'/recherche',
	'/ateliers',
	'/bac-a-sable',
	'/examen',
	'/verifier',
	'/a-propos',
	'/accessibilite',
	'/confidentialite',
	'/mentions',
	'/inscription',
	'/connexion',
]

/** What a link may lead to: the anchors of each address, from its page when there is one. */
export type LinkTargets = Map<string, { page?: MdxPage; anchors?: ReadonlyArray<string> }>

/** Refuses the first link of a page that leads nowhere on this site. `address` is the page's own. */
export function checkLinks(page: MdxPage, address: string, targets: LinkTargets): void {
	for (const { href, line } of linksOf(page)) {
		if (/^(https?|mailto):/.test(href)) continue
		const fault = faultOf(href, address, targets)
		if (fault) throw new ContentError(page.file, `the link "${href}" ${fault}`, line)
	}
}

function faultOf(href: string, address: string, targets: LinkTargets): string | undefined {
	if (!/^[/#]/.test(href)) return 'is relative; write the address of the page, as /cours/<part>/<lesson>'
	const [path = '', anchor] = href.split('#')
	const target = targets.get(path === '' ? address : path)
	if (!target) return 'leads to no page of the site; correct its address, or write that page'
	if (!anchor) return
	const anchors = target.anchors ?? (target.page ? headingsOf(target.page).map(({ id }) => id) : [])
	if (anchors.includes(decodeURIComponent(anchor))) return
	return `names no anchor of that page; it has ${anchors.map((one) => `#${one}`).join(', ') || 'none'}`
}

/** Every address that a page links to, with its line. */
export function linksOf({ tree }: MdxPage): Array<{ href: string; line: number }> {
	return [...walk(tree)].flatMap(({ node }) => {
		const href = hrefOf(node)
		return href === undefined ? [] : [{ href, line: lineOf(node) }]
	})
}

function hrefOf(node: MdxNode): string | undefined {
	if (node.type === 'link' || node.type === 'definition') return (node as MdxNode & { url: string }).url
	if (!isJsx(node) || node.name !== 'a') return
	const value = node.attributes.find(({ name }) => name === 'href')?.value
	return typeof value === 'string' ? value : undefined
}
