import { PageText } from '#app/course/page-text.tsx'
import type { LabAbout } from '../lab-about.ts'
import type { LiveState } from '../live-state.ts'
import { CheckBar } from './check-bar.tsx'
import { ResetForm } from './reset-form.tsx'
import { SandboxTabs } from './sandbox-tabs.tsx'
import { SolutionSection } from './solution-section.tsx'
import { TaskHelp } from './task-help.tsx'
import { useLiveState } from './use-live-state.ts'
import type { ShownVerdict } from './verdicts.tsx'
import { Verdicts } from './verdicts.tsx'
import { VirtualClock } from './virtual-clock.tsx'

export interface LabWork {
	live: LiveState
	environment: Record<string, string>
	/** Opened hints, by task. */
	hints: Array<Array<string>>
	hintLevels: number
	verdicts: Array<ShownVerdict> | null
	ranAt: string | null
	/** Null until the learner asks for it. */
	solution: Array<{ explanation: string; commands: ReadonlyArray<string> }> | null
}

/** A lab at work: instructions on the left, the sandbox on the right. */
export function Workspace({ about, work }: { about: LabAbout; work: LabWork }) {
	const { live, connected } = useLiveState(about.slug, work.live)
	const passed = work.verdicts?.filter((verdict) => verdict.outcome === 'passed').length ?? 0
	const path = `/ateliers/${about.slug}`
	return (
		<div className="lab">
			<header className="lab-bar">
				<h1>
					Atelier {about.number} · {about.title}
				</h1>
				<p className="lab-score">
					{passed} contrôles réussis sur {about.tasks.reduce((sum, task) => sum + task.checks.length, 0)}
				</p>
				<VirtualClock at={live.virtualNow} speed={live.speed} />
				<a className="lab-jump" href="#bac-a-sable">
					Aller au bac à sable
				</a>
				{!connected && <p className="lab-offline">Liaison coupée : reprise en cours…</p>}
			</header>
			<section className="lab-instructions" aria-label="Consignes">
				<PageText of={path} />
				<h2>Aide</h2>
				{about.tasks.map((task, index) => (
					<TaskHelp
						key={task.title}
						path={path}
						number={index}
						title={task.title}
						opened={work.hints[index] ?? []}
						levels={work.hintLevels}
					/>
				))}
				<SolutionSection path={path} solution={work.solution} />
				<ResetForm path={path} />
			</section>
			<section id="bac-a-sable" className="lab-sandbox" aria-label="Bac à sable">
				<SandboxTabs slug={about.slug} live={live} environment={work.environment} />
				<CheckBar path={path} />
				<Verdicts verdicts={work.verdicts} ranAt={work.ranAt} tasks={about.tasks} />
			</section>
		</div>
	)
}
