import { course } from '#app/course/course.server.ts'
import { atomFeed } from '#app/course/feed.ts'
import { env } from '#app/platform/env.server.ts'

/** What is new in the course, for feed readers. */
export function loader() {
	return new Response(atomFeed(env.publicUrl, course.changes), {
		headers: {
			'Content-Type': 'application/atom+xml; charset=utf-8',
			'Cache-Control': 'public, max-age=3600',
		},
	})
}
