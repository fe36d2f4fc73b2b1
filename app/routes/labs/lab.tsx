import { data, redirect } from 'react-router'
import { z } from 'zod'
import { getUser, requireUser } from '#app/accounts/guards.server.ts'
import { lessonPath } from '#app/course/course.server.ts'
import { withText } from '#app/course/page-text.tsx'
import { preloadText } from '#app/course/render-text.server.tsx'
import { checkSandbox, latestCheckRun } from '#app/labs/check-run.server.ts'
import { HINT_LEVELS, openedHints, openHint, openSolution } from '#app/labs/hints.server.ts'
import { LabIntroduction } from '#app/labs/lab-introduction.tsx'
import { liveState } from '#app/labs/live-state.server.ts'
import { findSandbox, resetSandbox, startSandbox } from '#app/labs/sandboxes.server.ts'
import { sandboxEnvironment } from '#app/labs/terminal.server.ts'
import { Workspace } from '#app/labs/workspace/workspace.tsx'
import { postedForm } from '#app/platform/posted-form.ts'
import type { RouteHandle } from '#app/root.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Verdict } from '#labs/checks/check.ts'
import type { Route } from './+types/lab'
import { labOf } from './lab-of.server.ts'

export const handle: RouteHandle = { bare: false }

export async function loader({ request, params }: Route.LoaderArgs) {
	const { lab, number } = labOf(params.slug)
	const [user] = await Promise.all([getUser(request), preloadText(`/ateliers/${lab.slug}`)])
	const { id, slug, title, summary, minutes, objectives, lessons, tasks } = lab
	const about = {
		id,
		slug,
		number,
		title,
		summary,
		minutes,
		objectives,
		lessons,
		tasks: tasks.map((task) => ({
			title: task.title,
			checks: lab.checks.filter((check) => check.task === task.id).map((check) => check.sentence),
		})),
	}
	const open = user && (await findSandbox({ userId: user.id, labId: lab.id }))
	if (!open) return data({ about, signedIn: user !== null, work: null })

	const run = await latestCheckRun(open)
	return data({
		about,
		signedIn: true,
		work: {
			live: await liveState(open, lab),
			environment: sandboxEnvironment(open, lab),
			hints: await openedHints(open, lab),
			hintLevels: HINT_LEVELS,
			verdicts:
				(run?.verdicts as Array<Verdict> | undefined)?.map((verdict) => ({
					...verdict,
					lessonPath: lessonPath(verdict.lesson),
				})) ?? null,
			ranAt: run?.ranAt.toISOString() ?? null,
			solution: open.row.solutionSeenAt
				? lab.solution.map(({ explanation, commands }) => ({ explanation, commands }))
				: null,
		},
	})
}

export const clientLoader = ({ params, serverLoader }: Route.ClientLoaderArgs) =>
	withText(`/ateliers/${params.slug}`, serverLoader)

const labForm = z.discriminatedUnion('intent', [
	z.object({ intent: z.literal('start') }),
	z.object({ intent: z.literal('check') }),
	z.object({ intent: z.literal('reset') }),
	z.object({ intent: z.literal('solution') }),
	z.object({ intent: z.literal('hint'), task: z.coerce.number().int().min(0).max(20) }),
])

export async function action({ request, params }: Route.ActionArgs) {
	const { lab } = labOf(params.slug)
	const user = await requireUser(request)
	const form = labForm.safeParse(Object.fromEntries(await postedForm(request)))
	if (!form.success) throw new Response('Ce formulaire est incomplet. Rechargez la page.', { status: 400 })

	const here = redirect(`/ateliers/${lab.slug}`)
	if (form.data.intent === 'start') {
		await startSandbox({ userId: user.id, lab })
		return here
	}
	const open = await findSandbox({ userId: user.id, labId: lab.id })
	if (!open)
		throw new Response('Cet atelier n’est pas commencé. Démarrez-le depuis sa page.', { status: 404 })
	switch (form.data.intent) {
		case 'check':
			await checkSandbox(open, lab)
			return redirect(`/ateliers/${lab.slug}#controles`)
		case 'reset':
			await resetSandbox({ userId: user.id, lab })
			return here
		case 'solution':
			await openSolution(open)
			return redirect(`/ateliers/${lab.slug}#solution`)
		case 'hint':
			await openHint(open, form.data.task)
			return redirect(`/ateliers/${lab.slug}#tache-${form.data.task + 1}`)
	}
}

export default function LabPage({ loaderData }: Route.ComponentProps) {
	const { about, work, signedIn } = loaderData
	return (
		<>
			<PageHead
				title={`Atelier ${about.number} · ${about.title}`}
				description={about.summary}
				path={`/ateliers/${about.slug}`}
			/>
			{work ? (
				<Workspace key={work.live.generation} about={about} work={work} />
			) : (
				<LabIntroduction about={about} signedIn={signedIn} />
			)}
		</>
	)
}
