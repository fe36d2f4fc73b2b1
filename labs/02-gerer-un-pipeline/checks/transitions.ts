import { EnableStageTransitionCommand, GetPipelineStateCommand } from '@aws-sdk/client-codepipeline'
import type { Clients } from '../../checks/clients.ts'
import type { ForkContext } from '../../checks/context.ts'
import type { Happening, LabJournal } from '../../checks/lab-journal.ts'
import { PIPELINE } from '../names.ts'

/** A time in which the door of a stage was closed, virtual epoch milliseconds. */
export interface Freeze {
	closed: Happening
	from: number
	/** Undefined while it is closed. */
	to?: number
}

interface TransitionRequest {
	pipelineName?: string
	stageName?: string
	transitionType?: string
}

/** When the door between two stages was closed, whichever of its sides was named. */
export function freezesOf(journal: LabJournal, before: string | undefined, stage: string | undefined) {
	const isDoor = ({ entry }: Happening) => {
		const { pipelineName, stageName, transitionType } = entry.request as TransitionRequest
		if (!entry.outcome.ok || pipelineName !== PIPELINE) return false
		return transitionType === 'Outbound' ? stageName === before : stageName === stage
	}
	const freezes: Array<Freeze> = []
	const changes = journal.happenings.filter(
		({ entry }) =>
			entry.kind === 'call' && entry.service === 'codepipeline' && /StageTransition$/.test(entry.operation),
	)
	for (const change of changes.filter(isDoor)) {
		const last = freezes.at(-1)
		const isOpen = !last || last.to !== undefined
		if (change.entry.operation === 'DisableStageTransition') {
			if (isOpen) freezes.push({ closed: change, from: change.entry.at })
		} else if (last && !isOpen) last.to = change.entry.at
	}
	return freezes
}

/** Whether a stage lets in what comes. */
export async function isOpen({ codepipeline }: Clients, stage: string | undefined): Promise<boolean> {
	const { stageStates = [] } = await codepipeline.send(new GetPipelineStateCommand({ name: PIPELINE }))
	return stageStates.find(({ stageName }) => stageName === stage)?.inboundTransitionState?.enabled !== false
}

/** Opens the door of a stage in a fork. */
export async function openTransition({ aws }: ForkContext, stageName: string | undefined): Promise<void> {
	if (!stageName || (await isOpen(aws, stageName))) return
	await aws.codepipeline.send(
		new EnableStageTransitionCommand({ pipelineName: PIPELINE, stageName, transitionType: 'Inbound' }),
	)
}
