import type { Sandbox } from '#labs/aws/world/sandbox.ts'
import type { Check, Finding, Verdict } from './check.ts'
import { type LabPlace, openFork } from './context.ts'
import { LabJournal } from './lab-journal.ts'

/** Real milliseconds that one check may take. */
const CHECK_MS = 10_000

/** What running the checks needs to know of a lab. */
export interface CheckedLab extends LabPlace {
	checks: ReadonlyArray<Check>
}

/**
 * Runs every check of a lab, each on its own copy of the sandbox as it is now.
 * Never throws: a check that could not run is `unable`, which costs the learner
 * nothing. `report` hears of what crashed.
 */
export async function runChecks(
	lab: CheckedLab,
	sandbox: Sandbox,
	report: (check: string, error: unknown) => unknown = () => {},
): Promise<Array<Verdict>> {
	const verdicts: Array<Verdict> = []
	const opened = await open(sandbox)
	for (const check of lab.checks) {
		try {
			if ('error' in opened) throw opened.error
			const { base, journal } = opened
			const finding = await within(CHECK_MS, async () => check.run(await openFork(base, lab, journal)))
			verdicts.push(verdictOf(check, finding))
		} catch (error) {
			report(check.id, error)
			verdicts.push(unable(check))
		}
	}
	return verdicts
}

/** One state and the journal that led to it, for all checks alike. */
async function open(sandbox: Sandbox): Promise<{ base: Sandbox; journal: LabJournal } | { error: unknown }> {
	try {
		await sandbox.advance()
		const { seq } = sandbox
		const base = sandbox.fork()
		await base.setClock({ speed: 0 })
		// What is being built is built once, not once for each check.
		await base.settle()
		return { base, journal: await LabJournal.read(sandbox, seq) }
	} catch (error) {
		return { error }
	}
}

async function within<R>(milliseconds: number, work: () => Promise<R>): Promise<R> {
	let timer: NodeJS.Timeout | undefined
	const tooLong = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`The check took more than ${milliseconds} ms`)), milliseconds)
	})
	try {
		return await Promise.race([work(), tooLong])
	} finally {
		clearTimeout(timer)
	}
}

function headOf({ id, task, sentence, kind, lesson, expected }: Check) {
	return { check: id, task, sentence, kind, lesson, expected }
}

function verdictOf(check: Check, { expected, ...finding }: Finding): Verdict {
	return { ...headOf(check), ...finding, expected: expected ?? check.expected }
}

function unable(check: Check): Verdict {
	return {
		...headOf(check),
		outcome: 'unable',
		obtained: 'Ce contrôle n’a pas pu être exécuté. Votre travail n’est pas en cause et rien n’est retiré.',
		hint: 'Relancez la vérification. Si cela se répète, signalez-le : la plateforme a noté l’incident.',
		evidence: [],
	}
}
