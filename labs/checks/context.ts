import { createRootKey } from '#labs/aws/identity/credentials.ts'
import { dueSteps, WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import type { Sandbox } from '#labs/aws/world/sandbox.ts'
import { passTime } from '../pass-time.ts'
import { type Clients, createClients } from './clients.ts'
import type { LabJournal } from './lab-journal.ts'
import { openRoleSession } from './role-session.ts'

/** The account and Region that a lab plays in. */
export interface LabPlace {
	account: string
	region: string
}

/** What a check may look at and set in motion. Nothing of it reaches the learner's sandbox. */
export interface CheckContext extends LabPlace {
	/** SDK clients of the account's root: the examiner. */
	readonly aws: Clients
	/** What happened in the learner's sandbox until the checks began. */
	readonly journal: LabJournal
	/** Virtual time, epoch milliseconds. Time stands still unless a fork moves it. */
	now(): number
	/** A throw-away copy in which anything may be done. */
	fork(): Promise<ForkContext>
}

/** A throw-away copy of a lab; its clock moves when it is told to. */
export interface ForkContext extends CheckContext {
	/** Moves the clock on by virtual milliseconds; what falls due meanwhile happens, builds end first. */
	advance(milliseconds: number): Promise<void>
	/** Lets builds end, jumps to the next thing due and lets it happen; false when there was nothing of either. */
	advanceToNext(): Promise<boolean>
	/** SDK clients that act as CodePipeline does under that role; undefined when there is no such role. */
	asServiceRole(roleName: string, service: string): Promise<Clients | undefined>
}

/** A copy of a sandbox with its clock stopped, and an examiner's clients to it. */
export async function openFork(sandbox: Sandbox, place: LabPlace, journal: LabJournal): Promise<ForkContext> {
	const fork = sandbox.fork()
	await fork.setClock({ speed: 0 })
	const aws = createClients(fork, await examinerKey(fork, place), place.region)
	return {
		...place,
		aws,
		journal,
		now: () => fork.now(),
		fork: () => openFork(fork, place, journal),
		advance: (milliseconds) => passTime(fork, milliseconds),
		async advanceToNext() {
			const worked = fork.pendingWork().length > 0
			await fork.settle()
			const [next] = fork.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (next) await fork.setClock({ jumpTo: next.at })
			return worked || next !== undefined
		},
		async asServiceRole(roleName, service) {
			const key = await openRoleSession(fork, place, roleName, service)
			return key && createClients(fork, key, place.region)
		},
	}
}

async function examinerKey(fork: Sandbox, place: LabPlace) {
	let key = { accessKeyId: '', secretAccessKey: '' }
	await fork.arrange(
		'OpenExaminer',
		(call) => {
			key = createRootKey(call, place.account)
		},
		WORLD_SCOPE,
	)
	return key
}
