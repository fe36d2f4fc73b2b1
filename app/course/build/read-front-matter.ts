import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { ContentError } from './content-error.ts'
import { readYaml, type YamlContent } from './yaml-content.ts'

/** The block between two lines of --- that an MDX file starts with, validated. */
export function readFrontMatter<T extends z.ZodType>(
	root: string,
	file: string,
	schema: T,
): YamlContent<z.infer<T>> {
	const text = readFileSync(join(root, file), 'utf8')
	const [, yaml] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text) ?? []
	if (yaml === undefined)
		throw new ContentError(file, 'no front matter; start the file with a block between two lines of ---', 1)
	return readYaml(schema, yaml, file, 2)
}
