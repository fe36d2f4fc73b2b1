import { useLayoutEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { enhanceText } from './enhance-text.ts'

// The text of a page is the same for everybody. The server renders it once and puts
// it into the document as it is; the browser reads it back from there, or fetches it
// on the way from another page. Neither loads the modules that it was made from.
const texts = new Map<string, string>()

/** Where the text of the page at this address is, for a browser that came from another page. */
export function textPath(address: string): string {
	return `/textes${address}`
}

/** Whether the text of the page at this address is at hand. */
export function hasText(address: string): boolean {
	return texts.has(address)
}

/** Keeps the markup of the text at this address. */
export function keepText(address: string, html: string): void {
	texts.set(address, html)
}

/** The markup at this address: kept, or found in the document that the server sent. */
export function textAt(address: string): string {
	const known = texts.get(address)
	if (known !== undefined) return known
	const container = globalThis.document?.querySelector(`[data-text="${CSS.escape(address)}"]`)
	if (!container) throw new Error(`No text was loaded for ${address}`)
	keepText(address, container.innerHTML)
	return container.innerHTML
}

/** In the browser: a page's data and, at the same time, its text unless it is at hand. */
export async function withText<T>(address: string, load: () => Promise<T>): Promise<T> {
	const text = fetchText(address)
	// Where both fail, the page's own answer says more.
	text.catch(() => {})
	const data = await load()
	await text
	return data
}

async function fetchText(address: string): Promise<void> {
	if (hasText(address)) return
	const response = await fetch(textPath(address))
	if (!response.ok) throw new Response(await response.text(), { status: response.status })
	keepText(address, await response.text())
}

/** The text of the page at an address, which its loader has made ready. */
export function PageText({ of: address }: { of: string }) {
	const container = useRef<HTMLDivElement>(null)
	const navigate = useNavigate()
	// Before the page is scrolled to an anchor: tabs make what stands above it shorter.
	useLayoutEffect(() => {
		if (container.current) return enhanceText(container.current, navigate)
	}, [navigate])
	return (
		<div
			ref={container}
			key={address}
			data-text={address}
			// biome-ignore lint/security/noDangerouslySetInnerHtml: made by our own server from our own content
			dangerouslySetInnerHTML={{ __html: textAt(address) }}
		/>
	)
}
