import { expect, test } from 'vitest'
import { documentPath, endsSession, isKeptPage, strategyOf } from './kept.ts'

const at = (path: string) => new URL(path, 'https://filiere.example')

test('the course is kept, with the data and the text that the router asks for', () => {
	expect(strategyOf(at('/cours/introduction/l-aws-cli'))).toBe('page')
	expect(strategyOf(at('/cours/introduction/l-aws-cli.data?_routes=root'))).toBe('page')
	expect(strategyOf(at('/textes/cours/introduction/l-aws-cli'))).toBe('page')
	expect(strategyOf(at('/glossaire'))).toBe('page')
	expect(strategyOf(at('/_root.data'))).toBe('page')
})

test('files whose name changes with their content are answered from what is kept', () => {
	expect(strategyOf(at('/assets/index-1a2b.css'))).toBe('file')
})

test('neither exam, nor account, nor lab, nor anything unnamed is kept', () => {
	const paths = [
		'/examen',
		'/examen/1/question/2',
		'/compte',
		'/ateliers',
		'/ateliers/mon-premier-pipeline',
		'/connexion',
		'/recherche',
		'/verifier',
		'/certificats/1',
		'/boite-locale',
		'/coursier',
	]
	expect(
		paths.flatMap((path) => [path, `${path}.data`]).filter((path) => strategyOf(at(path)) !== 'none'),
	).toEqual([])
	expect(strategyOf(at('/textes/ateliers/mon-premier-pipeline'))).toBe('none')
	expect(isKeptPage('/cours/introduction/imprimer')).toBe(false)
})

test('a request for data or text belongs to its page', () => {
	expect(documentPath('/cours/a/b.data')).toBe('/cours/a/b')
	expect(documentPath('/textes/cours/a/b')).toBe('/cours/a/b')
	expect(documentPath('/_root.data')).toBe('/')
})

test('signing out, and nothing else, ends the session', () => {
	expect(endsSession('POST', at('/deconnexion'))).toBe(true)
	expect(endsSession('POST', at('/deconnexion.data'))).toBe(true)
	expect(endsSession('GET', at('/deconnexion'))).toBe(false)
	expect(endsSession('POST', at('/connexion'))).toBe(false)
})
