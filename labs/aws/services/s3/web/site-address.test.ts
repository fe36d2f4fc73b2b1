import { expect, test } from 'vitest'
import { sandboxOfAccessKey, sandboxOfLabel } from '../../../world/ids.ts'
import { siteAddress } from './site-address.ts'

function addressed(host: string, path = '/') {
	return siteAddress({ method: 'GET', path, query: [], headers: { host }, body: new Uint8Array() }, [
		'localhost',
		'filiere.exemple.fr',
	])
}

test('a host names a bucket and a Region, in either of S3’s forms', () => {
	const site = { names: [{ bucket: 'site' }], key: 'a b', base: '', region: 'eu-west-3' }
	expect(addressed('site.s3-website.eu-west-3.localhost:4566', '/a%20b')).toEqual(site)
	expect(addressed('site.s3-website-eu-west-3.amazonaws.com', '/a%20b')).toEqual(site)
	expect(addressed('SITE.s3-website.eu-west-3.filiere.exemple.fr', '/a%20b')).toEqual(site)
})

test('a bucket’s name may hold dots, and its last part may name a world', () => {
	expect(addressed('www.exemple.fr.aaaaaaab.s3-website.eu-west-3.localhost')?.names).toEqual([
		{ bucket: 'www.exemple.fr.aaaaaaab' },
		{ bucket: 'www.exemple.fr', label: 'aaaaaaab' },
	])
})

test('other hosts are no sites', () => {
	expect(addressed('localhost:4566')).toBeUndefined()
	expect(addressed('site.s3.eu-west-3.localhost')).toBeUndefined()
	expect(addressed('site.s3-website.eu-west-3.exemple.org')).toBeUndefined()
	expect(addressed('localhost', '/_emulator/health')).toBeUndefined()
})

test('a path names a world, a bucket and a key', () => {
	expect(addressed('localhost', '/_emulator/sites/aaaaaaab/site/a/b.html')).toEqual({
		names: [{ label: 'aaaaaaab', bucket: 'site' }],
		key: 'a/b.html',
		base: '/_emulator/sites/aaaaaaab/site',
		lacksSlash: false,
	})
	expect(addressed('localhost', '/_emulator/sites/aaaaaaab/site')?.lacksSlash).toBe(true)
})

test('a world is named by the part of its access keys that names it', () => {
	expect(sandboxOfLabel('aaaaaaab')).toBe(1n)
	expect(sandboxOfLabel('aaaaaaab')).toBe(sandboxOfAccessKey('AKIAAAAAAAABQWERTYUI'))
	expect(sandboxOfLabel('AAAAAABA')).toBe(32n)
	expect(sandboxOfLabel('aaaaaaa1')).toBeUndefined()
	expect(sandboxOfLabel('aaaaaaaab')).toBeUndefined()
})
