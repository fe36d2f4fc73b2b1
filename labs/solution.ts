import type { Clients } from './checks/clients.ts'

/** A learner at work: their own keys, their home's files, and the lab's clock. */
export interface Learner {
	aws: Clients
	/** A text file of the starting home, by its path there. */
	readText(path: string): string
	/** A zip of a folder of the home; names in it start below `folder`, or below `root` when given. */
	zip(folder: string, root?: string): Uint8Array
	/** Lets virtual milliseconds pass; builds end, and what falls due happens. */
	pass(milliseconds: number): Promise<void>
	/** Lets virtual time pass until no execution of that pipeline is in progress. */
	waitForPipeline(name: string): Promise<void>
}

/** One gesture of a solution: why, what one would type, and the same through the SDK. */
export interface SolutionStep {
	/** Id of the task that it belongs to. */
	task: string
	/** French, shown to who asks for the solution. */
	explanation: string
	/** Files of the home as they are when they are filled in, before the commands; by path. */
	files?(learner: Learner): Readonly<Record<string, string>>
	/** As one would type it in the lab's terminal. */
	commands: ReadonlyArray<string>
	/** Virtual milliseconds that whoever types lets pass after each command; an hour unless it says otherwise. */
	pauseMs?: number
	run(learner: Learner): Promise<void>
}

export type Solution = ReadonlyArray<SolutionStep>

/** Another way of working; `labs.test.ts` runs it. */
export interface Attempt {
	/** French: what this learner did. */
	title: string
	run(learner: Learner): Promise<void>
}

/** A way that must not pass, and the words that must say why. */
export interface WrongAttempt extends Attempt {
	fails: {
		/** Id of the check that must fail. */
		check: string
		/** What its finding or its hint must contain. */
		message: string
	}
}

/** Does every step of a solution, in order. */
export async function follow(solution: Solution, learner: Learner): Promise<void> {
	for (const step of solution) await step.run(learner)
}
