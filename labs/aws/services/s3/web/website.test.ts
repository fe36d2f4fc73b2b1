import {
	DeleteBucketPolicyCommand,
	DeleteBucketWebsiteCommand,
	GetBucketWebsiteCommand,
	PutBucketCorsCommand,
	PutBucketPolicyCommand,
	PutBucketWebsiteCommand,
	PutObjectCommand,
	PutPublicAccessBlockCommand,
	type RoutingRule,
	type WebsiteConfiguration,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createEmulator } from '../../../emulator.ts'
import { services } from '../../../services.ts'
import { EMPTY } from '../../../wire/protocols/message.ts'
import { sandboxOfLabel } from '../../../world/ids.ts'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

const HOST = `${Bucket}.s3-website.eu-west-3.localhost:4566`
const BASE = `/_emulator/sites/111122223333/${Bucket}`
const PAGES: WebsiteConfiguration = {
	IndexDocument: { Suffix: 'index.html' },
	ErrorDocument: { Key: 'erreur.html' },
}

/** A bucket that is a website, open to all, and how to visit it. */
async function openSite(configuration: WebsiteConfiguration = PAGES) {
	const opened = await openBucket()
	const { s3, put, ask } = opened
	const configure = (WebsiteConfiguration: WebsiteConfiguration) =>
		s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }))
	const page = (key: string, text: string) => put(key, text, { ContentType: 'text/html' })
	await configure(configuration)
	await opened.openToAll()
	const visit = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
		ask(method, path, { host: HOST, ...headers })
	return { ...opened, configure, page, visit }
}

test('a site answers its index, its folders and its files', async () => {
	const { page, put, visit } = await openSite()
	await page('index.html', '<h1>Accueil</h1>')
	await page('blog/index.html', '<h1>Blog</h1>')
	await put('style.css', 'h1{}', { ContentType: 'text/css', CacheControl: 'max-age=60' })
	const index = await visit('/')
	expect(index).toMatchObject({ status: 200, text: '<h1>Accueil</h1>' })
	expect(index.headers).toMatchObject({
		'content-type': 'text/html',
		'last-modified': 'Mon, 05 Jan 2026 09:00:00 GMT',
		etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
	})
	expect((await visit('/blog/')).text).toBe('<h1>Blog</h1>')
	expect(await visit('/blog')).toMatchObject({ status: 302, headers: { location: '/blog/' } })
	expect((await visit('/style.css')).headers).toMatchObject({
		'content-type': 'text/css',
		'cache-control': 'max-age=60',
	})
})

test('conditions, ranges and HEAD hold on a site as on any address', async () => {
	const { page, visit } = await openSite()
	await page('index.html', '0123456789')
	const { headers } = await visit('/')
	const { etag = '' } = headers
	expect(await visit('/', { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' })
	expect(await visit('/', { range: 'bytes=2-4' })).toMatchObject({ status: 206, text: '234' })
	expect((await visit('/', { range: 'bytes=99-' })).status).toBe(416)
	expect((await visit('/', {}, 'HEAD')).headers['content-length']).toBe('10')
})

test('a missing page is S3’s own, or the site’s with the status of the error', async () => {
	const { page, visit, configure } = await openSite({ IndexDocument: { Suffix: 'index.html' } })
	const own = await visit('/absent')
	expect(own.status).toBe(404)
	expect(own.headers).toMatchObject({
		'content-type': 'text/html; charset=utf-8',
		'x-amz-error-code': 'NoSuchKey',
		'x-amz-error-message': 'The specified key does not exist.',
		'x-amz-error-detail-key': 'absent',
	})
	const requestId = own.headers['x-amz-request-id']
	expect(own.text).toBe(
		[
			'<html>',
			'<head><title>404 Not Found</title></head>',
			'<body>',
			'<h1>404 Not Found</h1>',
			'<ul>',
			'<li>Code: NoSuchKey</li>',
			'<li>Message: The specified key does not exist.</li>',
			'<li>Key: absent</li>',
			`<li>RequestId: ${requestId}</li>`,
			`<li>HostId: ${requestId}</li>`,
			'</ul>',
			'<hr/>',
			'</body>',
			'</html>',
			'',
		].join('\n'),
	)
	expect((await visit('/dossier/')).text).toContain('<li>Key: dossier/index.html</li>')
	await configure(PAGES)
	const withoutPage = await visit('/absent')
	expect(withoutPage.text).toContain(
		[
			'<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>',
			'<ul>',
			'<li>Code: NoSuchKey</li>',
			'<li>Message: The specified key does not exist.</li>',
			'<li>Key: erreur.html</li>',
			'</ul>',
		].join('\n'),
	)
	await page('erreur.html', '<h1>Perdu</h1>')
	const custom = await visit('/absent')
	expect(custom).toMatchObject({ status: 404, text: '<h1>Perdu</h1>' })
	expect(custom.headers['x-amz-error-code']).toBe('NoSuchKey')
})

test('what a key says is shown as text, whatever it says', async () => {
	const { visit } = await openSite({ IndexDocument: { Suffix: 'index.html' } })
	const answer = await visit('/%3Cscript%3Ealert(1)%3C/script%3E')
	expect(answer.text).toContain('<li>Key: &lt;script&gt;alert(1)&lt;/script&gt;</li>')
})

test('visitors read what the bucket’s policy opens, and what is blocked is forbidden', async () => {
	const { s3, page, visit } = await openSite({ IndexDocument: { Suffix: 'index.html' } })
	await page('index.html', '<h1>Accueil</h1>')
	await s3.send(new DeleteBucketPolicyCommand({ Bucket }))
	const closed = await visit('/')
	expect(closed.status).toBe(403)
	expect(closed.text).toContain('<h1>403 Forbidden</h1>')
	expect(closed.text).toContain('<li>Code: AccessDenied</li>\n<li>Message: Access Denied</li>')
	// On a site, unlike the API, a key that is missing is told to anybody.
	expect((await visit('/absent')).status).toBe(404)
	const Statement = {
		Effect: 'Allow',
		Principal: '*',
		Action: 's3:GetObject',
		Resource: `arn:aws:s3:::${Bucket}/public/*`,
	}
	const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
	await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
	await page('public/index.html', '<h1>Public</h1>')
	expect((await visit('/')).status).toBe(403)
	expect((await visit('/public/')).text).toBe('<h1>Public</h1>')
	const PublicAccessBlockConfiguration = { RestrictPublicBuckets: true }
	await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
	expect((await visit('/public/')).status).toBe(403)
})

test('a site is only read: its endpoint knows GET and HEAD, its own Region, and sites alone', async () => {
	const { visit, ask, s3 } = await openSite()
	const post = await visit('/', {}, 'POST')
	expect(post.status).toBe(405)
	expect(post.text).toContain('<li>Method: POST</li>\n<li>ResourceType: OBJECT</li>')
	const elsewhere = await ask('GET', '/', { host: `${Bucket}.s3-website-us-east-1.amazonaws.com` })
	expect(elsewhere.status).toBe(400)
	expect(elsewhere.text).toContain('<li>Code: IncorrectEndpoint</li>')
	expect(elsewhere.text).toContain(`<li>Endpoint: ${Bucket}.s3-website.eu-west-3.amazonaws.com</li>`)
	const absent = await ask('GET', '/', { host: 'absent.s3-website.eu-west-3.localhost' })
	expect(absent.text).toContain('<li>Code: NoSuchBucket</li>')
	expect(absent.text).toContain('<li>BucketName: absent</li>')
	await s3.send(new DeleteBucketWebsiteCommand({ Bucket }))
	const none = await visit('/')
	expect(none.status).toBe(404)
	expect(none.text).toContain(
		'<li>Code: NoSuchWebsiteConfiguration</li>\n<li>Message: The specified bucket does not have a website configuration</li>',
	)
})

test('rules send visitors elsewhere: before a page is looked for, or when it is not found', async () => {
	const { visit, put } = await openSite({
		...PAGES,
		RoutingRules: [
			{ Condition: { KeyPrefixEquals: 'docs/' }, Redirect: { ReplaceKeyPrefixWith: 'documents/' } },
			{
				Condition: { KeyPrefixEquals: 'old' },
				Redirect: {
					HostName: 'exemple.fr',
					Protocol: 'https',
					HttpRedirectCode: '302',
					ReplaceKeyWith: 'neuf.html',
				},
			},
			{
				Condition: { HttpErrorCodeReturnedEquals: '404', KeyPrefixEquals: 'app/' },
				Redirect: { ReplaceKeyPrefixWith: '#!/' },
			},
		],
	})
	const sentTo = async (path: string) => {
		const { status, headers } = await visit(path)
		return [status, headers.location]
	}
	expect(await sentTo('/docs/a')).toEqual([301, `http://${HOST}/documents/a`])
	expect(await sentTo('/old/b')).toEqual([302, 'https://exemple.fr/neuf.html'])
	expect(await sentTo('/app/compte')).toEqual([301, `http://${HOST}/#!/compte`])
	await put('app/compte', 'x')
	expect(await sentTo('/app/compte')).toEqual([200, undefined])
	await put('demenage', 'x', { WebsiteRedirectLocation: '/neuf.html' })
	expect(await sentTo('/demenage')).toEqual([301, '/neuf.html'])
	await put('accents', 'x', { WebsiteRedirectLocation: '/été à Paris' })
	expect(await sentTo('/accents')).toEqual([301, '/%C3%A9t%C3%A9%20%C3%A0%20Paris'])
})

test('a site can send all its visitors to another', async () => {
	const RedirectAllRequestsTo = { HostName: 'exemple.fr', Protocol: 'https' as const }
	const { visit } = await openSite({ RedirectAllRequestsTo })
	expect(await visit('/a/b.html')).toMatchObject({
		status: 301,
		headers: { location: 'https://exemple.fr/a/b.html' },
	})
})

test('by path, without a host name of its own, a site is the same, kept apart by the browser', async () => {
	const { page, put, ask } = await openSite()
	await page('index.html', '<h1>Accueil</h1>')
	await page('blog/index.html', '<h1>Blog</h1>')
	await put('demenage', 'x', { WebsiteRedirectLocation: '/blog/' })
	expect(await ask('GET', BASE)).toMatchObject({ status: 302, headers: { location: `${BASE}/` } })
	const index = await ask('GET', `${BASE}/`)
	expect(index).toMatchObject({ status: 200, text: '<h1>Accueil</h1>' })
	expect(index.headers).toMatchObject({
		'content-security-policy': 'sandbox allow-forms allow-modals allow-popups allow-scripts',
		'access-control-allow-origin': '*',
	})
	expect((await ask('GET', `${BASE}/blog`)).headers.location).toBe(`${BASE}/blog/`)
	expect((await ask('GET', `${BASE}/demenage`)).headers.location).toBe(`${BASE}/blog/`)
	expect((await ask('GET', `${BASE}/absent`)).status).toBe(404)
	const byHost = await ask('GET', '/', { host: HOST })
	expect(byHost.headers['content-security-policy']).toBeUndefined()
})

test('among many worlds, a label in the address says which; without one nobody is let in', async () => {
	const { page, sandbox } = await openSite()
	await page('index.html', '<h1>Accueil</h1>')
	const emulator = createEmulator({
		services,
		realNow: Date.now,
		findSandbox: async () => undefined,
		findPublicSandbox: async (label) => (label && sandboxOfLabel(label) === 5n ? sandbox : undefined),
		onError(error) {
			throw error
		},
	})
	const visit = async (host: string, url: string) => {
		const { status, body } = await emulator.fetch({ method: 'GET', url, headers: { host }, body: EMPTY })
		return [status, /<h1>.*<\/h1>|<Code>.*?<\/Code>/.exec(Buffer.from(body).toString())?.[0]]
	}
	const home = [200, '<h1>Accueil</h1>']
	const lost = [404, '<h1>404 Not Found</h1>']
	expect(await visit('localhost', `/_emulator/sites/aaaaaaaf/${Bucket}/`)).toEqual(home)
	expect(await visit('localhost', `/_emulator/sites/aaaaaaag/${Bucket}/`)).toEqual(lost)
	expect(await visit(`${Bucket}.aaaaaaaf.s3-website.eu-west-3.localhost`, '/')).toEqual(home)
	expect(await visit(`${Bucket}.s3-website.eu-west-3.localhost`, '/')).toEqual(lost)
	expect(await visit('localhost', `/${Bucket}/index.html`)).toEqual([403, '<Code>AccessDenied</Code>'])
})

test('pages of other origins read a site by the bucket’s rules', async () => {
	const { s3, page, visit } = await openSite()
	await page('index.html', 'x')
	const origin = 'https://exemple.fr'
	const asked = { origin, 'access-control-request-method': 'GET' }
	expect((await visit('/', asked, 'OPTIONS')).text).toContain('<li>Code: AccessForbidden</li>')
	const CORSRules = [{ AllowedOrigins: [origin], AllowedMethods: ['GET'] }]
	await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }))
	expect((await visit('/', asked, 'OPTIONS')).status).toBe(200)
	expect((await visit('/', { origin })).headers['access-control-allow-origin']).toBe(origin)
})

test('a visitor leaves no trace in the world', async () => {
	const { page, visit, sandbox } = await openSite()
	await page('index.html', 'x')
	const { seq } = sandbox
	const observed = (await sandbox.host.journal.observations(sandbox.id)).length
	await visit('/')
	await visit('/absent')
	expect(sandbox.seq).toBe(seq)
	expect(await sandbox.host.journal.observations(sandbox.id)).toHaveLength(observed)
})

test('a configuration is kept as it was put, and refused when no site could follow it', async () => {
	const { s3, configure } = await openSite()
	const { $metadata: _, ...kept } = await s3.send(new GetBucketWebsiteCommand({ Bucket }))
	expect(kept).toEqual(PAGES)
	const invalid = (message: string) => refused('InvalidArgument', message, 400)
	await expect(configure({ IndexDocument: { Suffix: 'a/b' } })).rejects.toMatchObject(
		invalid('The IndexDocument Suffix is not well formed'),
	)
	await expect(configure({ ErrorDocument: { Key: 'e.html' } })).rejects.toMatchObject(
		invalid('A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty'),
	)
	const RedirectAllRequestsTo = { HostName: 'exemple.fr' }
	await expect(configure({ ...PAGES, RedirectAllRequestsTo })).rejects.toMatchObject(
		invalid('RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.'),
	)
	const withRule = (rule: RoutingRule) => configure({ ...PAGES, RoutingRules: [rule] })
	const bad = (message: string) => refused('InvalidRequest', message, 400)
	await expect(
		withRule({ Redirect: { ReplaceKeyWith: 'a', ReplaceKeyPrefixWith: 'b' } }),
	).rejects.toMatchObject(bad('You can only define ReplaceKeyPrefix or ReplaceKey but not both.'))
	await expect(withRule({ Condition: {}, Redirect: { HostName: 'a' } })).rejects.toMatchObject(
		bad(
			"Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
		),
	)
	await expect(withRule({ Redirect: { HttpRedirectCode: '200' } })).rejects.toMatchObject(
		bad('The provided HTTP redirect code (200) is not valid. Valid codes are 3XX except 300.'),
	)
})

test('an object’s redirection is refused when it leads nowhere', async () => {
	const { s3 } = await openSite()
	const request = new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', WebsiteRedirectLocation: 'ailleurs' })
	await expect(s3.send(request)).rejects.toMatchObject(
		refused(
			'InvalidRedirectLocation',
			"The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
			400,
		),
	)
})
