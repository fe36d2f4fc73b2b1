import { renderToStaticMarkup } from 'react-dom/server'
import { env } from '#app/platform/env.server.ts'
import { coursePath, type Part } from './course.ts'
import { hasText, keepText } from './page-text.tsx'
import { forPaper } from './paper-markup.ts'
import { printPath } from './print-path.ts'
import { PrintedPart } from './printed-part.tsx'
import { renderProse } from './render-text.server.tsx'

/** Makes a whole part ready for paper: its lessons one after the other, its quiz without answers. */
export async function preloadPrintedPart(part: Part): Promise<void> {
	const address = printPath(part)
	if (hasText(address) && env.nodeEnv !== 'development') return
	const lessons = await Promise.all(
		part.lessons.map(async (lesson) => {
			const prose = await renderProse(coursePath(part, lesson))
			return { lesson, html: forPaper(prose, { lesson: lesson.slug, part, origin: env.publicUrl }) }
		}),
	)
	const introduction = forPaper(await renderProse(coursePath(part)), {
		lesson: 'introduction',
		part,
		origin: env.publicUrl,
	})
	keepText(
		address,
		renderToStaticMarkup(
			<PrintedPart part={part} introduction={introduction} lessons={lessons} origin={env.publicUrl} />,
		),
	)
}
