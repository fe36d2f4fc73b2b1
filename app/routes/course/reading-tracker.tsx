import { useEffect } from 'react'
import { keepReading } from '#app/course/kept-reading.ts'
import { nearestHeading } from './nearest-heading.ts'

/** Milliseconds without scrolling after which a place counts as being read. */
const SETTLED_MS = 1500

/** Keeps where the reader is in a lesson: on the server for a learner, in the browser for a visitor. */
export function ReadingTracker({
	part,
	lesson,
	kept,
}: {
	part: { slug: string; title: string }
	lesson: { slug: string; title: string }
	/** Whether the server keeps it. */
	kept: boolean
}) {
	const { slug: partSlug, title: partTitle } = part
	const { slug, title } = lesson
	useEffect(() => {
		let told: string | null | undefined
		let timer: ReturnType<typeof setTimeout>
		function tell() {
			clearTimeout(timer)
			const heading = nearestHeading(document)
			const anchor = heading?.id ?? null
			if (anchor === told) return
			told = anchor
			if (kept) return send(slug, anchor)
			const here = { part: { slug: partSlug, title: partTitle }, lesson: { slug, title }, heading }
			keepReading(here, localStorage)
		}
		function wait() {
			clearTimeout(timer)
			timer = setTimeout(tell, SETTLED_MS)
		}
		function leave() {
			if (document.visibilityState === 'hidden') tell()
		}
		wait()
		addEventListener('scroll', wait, { passive: true })
		document.addEventListener('visibilitychange', leave)
		return () => {
			clearTimeout(timer)
			removeEventListener('scroll', wait)
			document.removeEventListener('visibilitychange', leave)
		}
	}, [partSlug, partTitle, slug, title, kept])
	return null
}

/** A place that was not kept is no matter: the next one will be. */
function send(lesson: string, anchor: string | null): void {
	const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
	const body = JSON.stringify({ lesson, anchor })
	fetch('/cours/position', { method: 'POST', keepalive: true, headers, body }).catch(() => {})
}
