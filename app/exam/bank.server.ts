import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Blueprint, blueprintSchema, type Form } from './blueprint.ts'
import { type Item, parseQuestionFile } from './item.ts'

/** Keys and rationales: nothing outside the server may import this. Read from the repository, where the server runs. */
const EXAM_DIRECTORY = join(process.cwd(), 'content/exam')

/** The questions, validated. Throws an Error that names the file at fault. */
export function readBank(directory = EXAM_DIRECTORY): Array<Item> {
	const files = globSync('questions/*/*.yaml', { cwd: directory }).toSorted()
	return files.flatMap((file) => parseQuestionFile(file, parse(readFileSync(join(directory, file), 'utf8'))))
}

/** The public scheme of the exam. Throws an Error that names the fields at fault. */
export function readBlueprint(directory = EXAM_DIRECTORY): Blueprint {
	const result = blueprintSchema.safeParse(parse(readFileSync(join(directory, 'blueprint.yaml'), 'utf8')))
	if (!result.success) throw new Error(`blueprint.yaml: ${z.prettifyError(result.error)}`)
	return result.data
}

let loaded: { blueprint: Blueprint; bank: Array<Item> } | undefined

/** The exam in force, read once by the process. */
export function examContent(): { blueprint: Blueprint; bank: Array<Item>; form: Form } {
	loaded ??= { blueprint: readBlueprint(), bank: readBank() }
	return { ...loaded, form: loaded.blueprint.forms[0] as Form }
}
