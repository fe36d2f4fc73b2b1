// `npm run bench`: every performance figure of the README, each against a
// baseline measured in the same run. Exits with 1 when a figure does not hold.
import { buildFigures } from './build-figures.ts'
import { emulatorFigures } from './emulator-figures.ts'
import { gitFigures } from './git-figures.ts'
import { journalFigures } from './journal-figures.ts'
import { lighthouseFigures } from './lighthouse-figures.ts'
import { memoryFigures } from './memory-figures.ts'
import { scaleFigures } from './scale-figures.ts'
import { siegeFigures } from './siege/siege-figures.ts'
import { siteFigures } from './site-figures.ts'
import { storageFigures } from './storage-figures.ts'

const figures = [
	...(await emulatorFigures()),
	...(await gitFigures()),
	...(await buildFigures()),
	...(await scaleFigures()),
	...(await journalFigures()),
	...(await storageFigures()),
	...(await memoryFigures()),
	...(await siteFigures()),
	...(await lighthouseFigures()),
	...(await siegeFigures()),
]
for (const { name, value, target, holds } of figures) {
	console.log(`${holds ? '✓' : '✗'} ${name}\n    ${value}, target ${target}`)
}
process.exit(figures.every((figure) => figure.holds) ? 0 : 1)
