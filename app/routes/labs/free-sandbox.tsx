import { data, redirect } from 'react-router'
import { getUser, requireUser } from '#app/accounts/guards.server.ts'
import { findExample, type ShownExample } from '#app/course/examples.server.ts'
import { FreeIntroduction } from '#app/labs/free-introduction.tsx'
import { liveState } from '#app/labs/live-state.server.ts'
import { findSandbox, resetSandbox, startSandbox } from '#app/labs/sandboxes.server.ts'
import { sandboxEnvironment } from '#app/labs/terminal.server.ts'
import { FreeWorkspace } from '#app/labs/workspace/free-workspace.tsx'
import { changeFiles, listFiles, WorkspaceFull } from '#app/labs/workspace.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { PageHead } from '#app/ui/page-head.tsx'
import { freeSandbox } from '#labs/bac-a-sable/scene.ts'
import type { Route } from './+types/free-sandbox'

export async function loader({ request }: Route.LoaderArgs) {
	const id = new URL(request.url).searchParams.get('exemple')
	const example = id === null ? null : findExample(id)
	const user = await getUser(request)
	const open = user && (await findSandbox({ userId: user.id, labId: freeSandbox.id }))
	return {
		example,
		signedIn: user !== null,
		work: open
			? {
					live: await liveState(open, freeSandbox),
					environment: sandboxEnvironment(open, freeSandbox),
					placed: example !== null && (await isPlaced(open.row.id, example)),
				}
			: null,
	}
}

export async function action({ request }: Route.ActionArgs) {
	const user = await requireUser(request)
	const form = await postedForm(request)
	switch (form.get('intent')) {
		case 'start':
			await startSandbox({ userId: user.id, lab: freeSandbox })
			return redirect('/bac-a-sable')
		case 'example': {
			const example = findExample(String(form.get('exemple')))
			const { row } = await startSandbox({ userId: user.id, lab: freeSandbox })
			try {
				await changeFiles(row.id, { written: filesOf(example) })
			} catch (error) {
				if (error instanceof WorkspaceFull) return data({ message: error.message }, { status: 413 })
				throw error
			}
			return redirect(`/bac-a-sable?exemple=${example.id}#bac-a-sable`)
		}
		case 'reset':
			await resetSandbox({ userId: user.id, lab: freeSandbox })
			return redirect('/bac-a-sable')
		default:
			throw new Response('Ce formulaire est incomplet. Rechargez la page.', { status: 400 })
	}
}

/** The files of an example in a folder of its own, so that nothing else in the home is written over. */
function filesOf({ lesson, files }: ShownExample): Record<string, Uint8Array> {
	return Object.fromEntries(
		Object.entries(files).map(([name, text]) => [`${lesson}/${name}`, Buffer.from(text)]),
	)
}

async function isPlaced(sandboxId: string, { lesson, files }: ShownExample): Promise<boolean> {
	const there = new Set((await listFiles(sandboxId)).map(({ path }) => path))
	return Object.keys(files).every((name) => there.has(`${lesson}/${name}`))
}

export default function FreeSandboxPage({ loaderData, actionData }: Route.ComponentProps) {
	const { example, signedIn, work } = loaderData
	return (
		<>
			<PageHead
				title="Bac à sable libre"
				description="Un compte AWS émulé sans consigne ni contrôle, pour essayer ce que montrent les leçons."
				path={example ? undefined : '/bac-a-sable'}
			/>
			{work ? (
				<FreeWorkspace
					key={`${work.live.generation} ${example?.id} ${work.placed}`}
					example={example}
					refusal={actionData?.message}
					{...work}
				/>
			) : (
				<FreeIntroduction example={example} signedIn={signedIn} />
			)}
		</>
	)
}
