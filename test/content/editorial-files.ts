import { globSync } from 'node:fs'
import { pages } from './pages.ts'
import { type Passage, passagesOf, yamlFilePassages } from './passage.ts'

/** Everything in French that learners read, but for the exam, whose bank has its own rules. */
export const passages: ReadonlyArray<Passage> = [
	...pages.flatMap(passagesOf),
	...globSync(['content/modules/*/*.yaml', 'content/*.yaml']).toSorted().flatMap(yamlFilePassages),
]
