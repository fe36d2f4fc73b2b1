import { z } from 'zod'
import type { Lab } from './lab.ts'
import { labFolders } from './lab-files.ts'

/** A lab with its place in the course. */
export interface CatalogLab {
	number: number
	/** Name of its folder below `labs/`, where `instructions.mdx` is. */
	folder: string
	lab: Lab
}

const text = z.string().trim().min(1)
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const run = z.custom<unknown>((value) => typeof value === 'function', 'must be a function')

const labSchema = z
	.object({
		id,
		slug: id,
		title: text,
		summary: text,
		minutes: z.int().min(10).max(120),
		objectives: z.array(text).min(1),
		lessons: z.array(id).min(1),
		account: z.string().regex(/^\d{12}$/),
		region: text,
		startsAt: z.int().positive(),
		speed: z.number().nonnegative(),
		start: run,
		tasks: z.array(
			z.object({ id, title: text, hints: z.tuple([text, text, text]), checks: z.array(id).min(1) }),
		),
		checks: z.array(
			z.object({
				id,
				task: id,
				sentence: text,
				kind: z.enum(['state', 'behaviour', 'negative']),
				expected: text,
				lesson: id,
				run,
			}),
		),
		solution: z.array(z.object({ task: id, explanation: text, commands: z.array(text), run })).min(1),
	})
	.superRefine((lab, context) => {
		const fail = (message: string) => context.addIssue({ code: 'custom', message })
		const tasks = new Set(lab.tasks.map((task) => task.id))
		const checks = new Map(lab.checks.map((check) => [check.id, check]))
		if (tasks.size < lab.tasks.length) fail('two tasks have the same id')
		if (checks.size < lab.checks.length) fail('two checks have the same id')
		for (const task of lab.tasks) {
			for (const check of task.checks) {
				if (checks.get(check)?.task !== task.id)
					fail(`task ${task.id} names check ${check}, which is not its own`)
			}
		}
		for (const check of lab.checks) {
			const named = lab.tasks.find((task) => task.id === check.task)?.checks.includes(check.id)
			if (!named) fail(`check ${check.id} is named by no task`)
		}
		for (const step of lab.solution) {
			if (!tasks.has(step.task)) fail(`a step of the solution belongs to no task: ${step.task}`)
		}
		if (lab.checks.filter((check) => check.kind === 'negative').length < 2)
			fail('a lab has two negative checks at least')
		if (!lab.checks.some((check) => check.kind === 'behaviour'))
			fail('a lab is never judged on its state alone')
	})

/** Refuses a lab that does not hold together; the message names its file. */
export function validateLab(folder: { name: string; slug: string }, lab: unknown): asserts lab is Lab {
	const file = `labs/${folder.name}/lab.ts`
	const result = labSchema.safeParse(lab)
	if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`)
	if (result.data.slug !== folder.slug) {
		throw new Error(`${file}: its slug is ${result.data.slug}, its folder says ${folder.slug}`)
	}
}

/** Every lab, in order. Throws, naming the file, when one does not hold together. */
export async function loadLabs(): Promise<Array<CatalogLab>> {
	const labs: Array<CatalogLab> = []
	for (const folder of labFolders()) {
		const { lab } = (await import(`./${folder.name}/lab.ts`)) as { lab?: unknown }
		validateLab(folder, lab)
		const twin = labs.find((other) => other.lab.id === lab.id || other.lab.slug === lab.slug)
		if (twin) throw new Error(`labs/${folder.name}/lab.ts: ${lab.id} is also the lab of labs/${twin.folder}`)
		labs.push({ number: folder.number, folder: folder.name, lab })
	}
	return labs
}
