import { accessKeys } from './aws/services/iam/collections.ts'
import { WORLD_SCOPE } from './aws/world/kernel.ts'
import type { Sandbox } from './aws/world/sandbox.ts'
import type { Check } from './checks/check.ts'
import { createLabSetup } from './lab-setup.ts'
import type { Scene } from './scene.ts'
import type { Solution } from './solution.ts'

/** The IAM user that a learner acts as, in every lab. */
export const LEARNER = 'apprenant'

/** What a learner is asked to do, in one go. */
export interface Task {
	id: string
	title: string
	/** A direction, then where to look, then nearly the gesture; never the whole answer. */
	hints: readonly [string, string, string]
	/** Ids of the checks that tell whether it is done. */
	checks: ReadonlyArray<string>
}

/** A scene with something to do in it, and with what tells whether it is done. */
export interface Lab extends Scene {
	summary: string
	/** How long it takes a learner. */
	minutes: number
	objectives: ReadonlyArray<string>
	/** Slugs of the lessons that prepare for it. */
	lessons: ReadonlyArray<string>
	tasks: ReadonlyArray<Task>
	checks: ReadonlyArray<Check>
	solution: Solution
}

/** Declares a lab with its types. `catalog.ts` validates it when it is loaded. */
export function defineLab(lab: Lab): Lab {
	return lab
}

/** Lays out the start state of a lab, or of any scene, in a sandbox that holds nothing yet. */
export async function openLab(scene: Scene, sandbox: Sandbox): Promise<void> {
	await scene.start(createLabSetup(scene, sandbox))
}

interface LearnerKey {
	accessKeyId: string
	secretAccessKey: string
}

/** The access key of the learner in a lab that is open; undefined once they have deleted or disabled it. */
export function findLearnerKey(sandbox: Sandbox): LearnerKey | undefined {
	const key = sandbox.world
		.list(accessKeys, WORLD_SCOPE)
		.find(({ userName, status }) => userName === LEARNER && status === 'Active')
	return key && { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey }
}

/** The same in a lab that was just laid out; throws when its start state made none. */
export function learnerKey(sandbox: Sandbox): LearnerKey {
	const key = findLearnerKey(sandbox)
	if (!key) throw new Error(`${sandbox.id} has no active access key of ${LEARNER}`)
	return key
}
