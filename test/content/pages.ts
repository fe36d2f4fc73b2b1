import { globSync } from 'node:fs'
import { type MdxPage, readMdxPage } from '#app/course/build/mdx-page.ts'

/** Every page that learners read: the course, and the instructions of the labs. */
export const pages: ReadonlyArray<MdxPage> = globSync(['content/modules/*/*.mdx', 'labs/*/instructions.mdx'])
	.toSorted()
	.map((file) => readMdxPage(process.cwd(), file))
