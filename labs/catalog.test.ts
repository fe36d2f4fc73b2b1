import { expect, test } from 'vitest'
import { loadLabs, validateLab } from './catalog.ts'
import { labFolders, startingFiles } from './lab-files.ts'

const folder = { name: '01-mon-premier-pipeline', slug: 'mon-premier-pipeline' }
const labs = await loadLabs()
const [first] = labs
if (!first) throw new Error('there is no lab')
const { lab } = first

test('labs are found in the order of their folders, the number left out of the slug', () => {
	expect(labs.map(({ folder }) => folder)).toEqual(labFolders().map(({ name }) => name))
	expect(first).toMatchObject({ number: 1, folder: folder.name })
	expect(lab.slug).toBe(folder.slug)
})

test('a lab that does not hold together is refused with the name of its file', () => {
	const [task, ...tasks] = lab.tasks
	const [check, ...checks] = lab.checks
	const broken: Array<[string, object]> = [
		['title', { ...lab, title: ' ' }],
		['its slug is autre', { ...lab, slug: 'autre' }],
		['is named by no task', { ...lab, tasks: [{ ...task, checks: ['deux-etapes'] }, ...tasks] }],
		['which is not its own', { ...lab, checks: [{ ...check, task: 'publier' }, ...checks] }],
		['two checks have the same id', { ...lab, checks: [check, ...lab.checks] }],
		['hints', { ...lab, tasks: [{ ...task, hints: ['une piste'] }, ...tasks] }],
		['two negative checks', { ...lab, checks: lab.checks.map((one) => ({ ...one, kind: 'behaviour' })) }],
		['start', { ...lab, start: undefined }],
	]
	for (const [message, wrong] of broken) {
		expect(() => validateLab(folder, wrong), message).toThrow(message)
		expect(() => validateLab(folder, wrong), message).toThrow('labs/01-mon-premier-pipeline/lab.ts')
	}
	expect(() => validateLab(folder, lab)).not.toThrow()
})

test('the starting files are the home alone, and a fresh record each time', () => {
	const files = startingFiles(lab)
	expect(Object.keys(files).sort()).toEqual([
		'LISEZMOI.md',
		'pipeline.json',
		'politique-deploiement.json',
		'site-v2/erreur.html',
		'site-v2/horaires.html',
		'site-v2/index.html',
		'site-v2/style.css',
	])
	expect(startingFiles(lab)).not.toBe(files)
	expect(() => startingFiles({ slug: 'inconnu' })).toThrow('no folder for the lab inconnu')
})
