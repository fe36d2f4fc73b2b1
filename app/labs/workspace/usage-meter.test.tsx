import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Usage } from '../live-state.ts'
import { UsageMeter } from './usage-meter.tsx'

const MEBIBYTE = 1024 * 1024

function shown(...usage: Array<Usage>): string {
	return renderToStaticMarkup(<UsageMeter usage={usage} />).replace(/[\u00a0\u202f]/g, ' ')
}

test('a sandbox with room says what it holds and warns of nothing', () => {
	const text = shown(
		{ what: 'content', used: 1.25 * MEBIBYTE, limit: 256 * MEBIBYTE },
		{ what: 'entries', used: 1200, limit: 20_000 },
	)
	expect(text).toContain(
		'Contenu de ce bac à sable : 1,3 Mio sur 256 Mio ; inscriptions au journal : 1 200 sur 20 000.',
	)
	expect(text).not.toContain('bientôt plein')
})

test('a sandbox that is nearly full says of what, before anything is refused', () => {
	const text = shown(
		{ what: 'content', used: 1, limit: 256 * MEBIBYTE },
		{ what: 'resources', used: 16_000, limit: 20_000 },
	)
	expect(text).toContain('Ce bac à sable est bientôt plein')
	expect(text).toContain('<p>Ressources et objets : 16 000 sur 20 000. Une fois plein')
})
