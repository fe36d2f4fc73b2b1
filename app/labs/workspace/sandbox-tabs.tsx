import { useState } from 'react'
import { EmptyState } from '#app/ui/empty-state.tsx'
import { Pipeline } from '#app/ui/pipeline/pipeline.tsx'
import { Tabs } from '#app/ui/tabs.tsx'
import type { LiveState } from '../live-state.ts'
import { Editor } from './editor.tsx'
import { JournalTable } from './journal-table.tsx'
import { OwnMachine } from './own-machine.tsx'
import { Terminal } from './terminal.tsx'
import { UsageMeter } from './usage-meter.tsx'

/** A sandbox seen and handled: its pipelines, a terminal, an editor, its journal, the learner's own tools. */
export function SandboxTabs({
	slug,
	live,
	environment,
	folder,
	file,
}: {
	slug: string
	live: LiveState
	environment: Record<string, string>
	/** Folder of the home directory in which the terminal opens. */
	folder?: string
	/** File of the home directory that the editor opens first. */
	file?: string
}) {
	const [filesVersion, setFilesVersion] = useState(0)
	return (
		<>
			<Tabs
				label="Bac à sable"
				items={[
					{ title: 'Pipeline', content: <Pipelines live={live} /> },
					{
						title: 'Terminal',
						content: (
							<Terminal slug={slug} folder={folder} onFilesChange={() => setFilesVersion((n) => n + 1)} />
						),
					},
					{ title: 'Éditeur', content: <Editor slug={slug} first={file} version={filesVersion} /> },
					{ title: 'Journal', content: <JournalTable rows={live.journal} /> },
					{
						title: 'Votre poste',
						content: <OwnMachine environment={environment} remoteCallAt={live.remoteCallAt} />,
					},
				]}
			/>
			<UsageMeter usage={live.usage} />
		</>
	)
}

function Pipelines({ live }: { live: LiveState }) {
	if (live.pipelines.length === 0) {
		return (
			<EmptyState title="Aucun pipeline pour le moment">
				<p>Créez-le depuis le terminal ou depuis votre poste : il apparaîtra ici et vivra sous vos yeux.</p>
			</EmptyState>
		)
	}
	return (
		<div className="lab-pipelines" aria-live="off">
			{live.pipelines.map((pipeline) => (
				<Pipeline key={pipeline.name} {...pipeline} />
			))}
		</div>
	)
}
