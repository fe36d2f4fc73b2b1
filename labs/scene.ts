import type { LabPlace } from './checks/context.ts'
import type { LabSetup } from './lab-setup.ts'

/** A world that a learner may open: where it plays, when it begins, what it holds. A lab is a scene with tasks. */
export interface Scene extends LabPlace {
	/** Stable: the learner's sandbox is stored under it. */
	id: string
	/** In addresses, and the name of its folder without a number. */
	slug: string
	title: string
	/** Virtual time at the start, epoch milliseconds. */
	startsAt: number
	/** Virtual seconds for each real second. */
	speed: number
	/** Lays out the start state in an empty sandbox. */
	start(setup: LabSetup): Promise<void>
}
