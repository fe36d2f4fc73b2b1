import { z } from 'zod'
import { requireUser } from '#app/accounts/guards.server.ts'
import { course } from '#app/course/course.server.ts'
import { keepPosition } from '#app/course/reading-position.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { postedJson } from '#app/platform/posted-json.ts'
import type { Route } from './+types/position'

const BODY_BYTES = 4 * 1024

const position = z.object({ lesson: z.string().max(200), anchor: z.string().max(200).nullable() })

/** Keeps where the signed-in learner is, as the script of a lesson's page tells it. */
export async function action({ request }: Route.ActionArgs) {
	const user = await requireUser(request)
	const told = position.safeParse(await postedJson(request, BODY_BYTES))
	const lessons = course.parts.flatMap((part) => part.lessons)
	const lesson = told.success && lessons.find(({ slug }) => slug === told.data.lesson)
	if (!lesson) return Response.json({ message: 'Cette leçon n’existe pas.' }, { status: 400 })
	await keepPosition(user.id, lesson, told.data.anchor, now())
	return new Response(null, { status: 204 })
}
