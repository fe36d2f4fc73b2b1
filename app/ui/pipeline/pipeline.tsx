import { Fragment, type ReactNode } from 'react'
import type { ActionDiagram, PipelineDiagram, StageDiagram } from './pipeline-diagram.ts'
import { Stage } from './stage.tsx'
import { Transition } from './transition.tsx'

/** Controls that a live page adds to the drawing; prose gives none. */
export type PipelineSlots = {
	stageFooter?: (stage: StageDiagram) => ReactNode
	actionFooter?: (action: ActionDiagram, stage: StageDiagram) => ReactNode
	transitionFooter?: (stage: StageDiagram) => ReactNode
}

export type PipelineProps = PipelineDiagram &
	PipelineSlots & {
		/** The accessible name of the drawing, when « Pipeline <name> » says too little. */
		label?: string
		/** A line printed under the drawing. */
		caption?: string
		/** `row` turns into a column by itself where the place is too narrow. */
		orientation?: 'row' | 'column'
	}

/**
 * A pipeline drawn from its stages, for prose, labs and the home page alike.
 * The markup is a list of stages and actions with their states in words, so the
 * drawing is its own text equivalent; all of the picture is CSS.
 */
export function Pipeline({ name, label, caption, orientation = 'row', stages, ...slots }: PipelineProps) {
	return (
		<figure className="pipeline" aria-label={label ?? `Pipeline ${name}`}>
			{/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, and a section would be a landmark of its own */}
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a drawing that scrolls must be reachable by keyboard */}
			<div role="group" className="pipeline-scroll" tabIndex={0} aria-label={`Étapes du pipeline ${name}`}>
				<ol className={`bare-list pipeline-stages pipeline-${orientation}`}>
					{stages.map((stage, position) => (
						<Fragment key={stage.name}>
							{position > 0 && (
								<li className="pipeline-link">
									<Transition stage={stage} previous={stages[position - 1]}>
										{slots.transitionFooter?.(stage)}
									</Transition>
								</li>
							)}
							<li className="pipeline-cell">
								<Stage stage={stage} actionFooter={slots.actionFooter}>
									{slots.stageFooter?.(stage)}
								</Stage>
							</li>
						</Fragment>
					))}
				</ol>
			</div>
			{caption && <figcaption className="figure-caption">{caption}</figcaption>}
		</figure>
	)
}
