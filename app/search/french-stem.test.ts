import { expect, test } from 'vitest'
import { stem } from './french-stem.ts'

function expectOneFamily(...words: Array<string>): void {
	expect([...new Set(words.map(stem))]).toHaveLength(1)
}

test('a verb, its noun and who does it share a root', () => {
	expectOneFamily('declencher', 'declenche', 'declencheur', 'declencheurs', 'declenchement', 'declenchee')
	expectOneFamily('executer', 'execution', 'executions')
	expectOneFamily('annuler', 'annulation')
	expectOneFamily('approuver', 'approbation', 'approbations')
	expectOneFamily('deployer', 'deploiement', 'deploiements')
})

test('plurals meet their singular', () => {
	expectOneFamily('etape', 'etapes')
	expectOneFamily('reseau', 'reseaux')
	expectOneFamily('journal', 'journaux')
	expectOneFamily('regle', 'regles')
})

test('words that only begin alike stay apart', () => {
	expect(stem('role')).not.toBe(stem('rolling'))
	expect(stem('condition')).not.toBe(stem('connexion'))
	expect(stem('pipeline')).not.toBe(stem('pile'))
})
