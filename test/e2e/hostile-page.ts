import {
	DeletePublicAccessBlockCommand,
	PutBucketPolicyCommand,
	PutBucketWebsiteCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { type Page, signUp } from './journey.ts'

const Bucket = 'filiere-web-111111111111'
const REGION = 'eu-west-3'

interface Signer {
	presign(request: object, options: object): Promise<{ query: Record<string, string> }>
}

/** Addresses of one page in a learner's sandbox, each as a victim may be led to. */
export interface HostilePage {
	/** On hosts that many share, where it must be kept apart. */
	shared: Array<string>
	/** The website by its own host's name. */
	own: string
	/** An object that is asked for with a wrong signature over the cookies: a refusal that says what was to be signed. */
	telltale: string
}

/** Signs up as a learner, and publishes a page in their free sandbox that attacks whoever opens it. */
export async function publishHostilePage(page: Page, site: string): Promise<HostilePage> {
	await signUp(page, '/bac-a-sable')
	await page.getByRole('button', { name: /bac à sable/i }).click()
	const shown = page.locator('.own-machine pre').first()
	await shown.waitFor({ state: 'attached' })
	const variables = Object.fromEntries(
		[...((await shown.textContent()) ?? '').matchAll(/export (\w+)='([^']*)'/g)].map(([, name, value]) => [
			name,
			value,
		]),
	)
	const endpoint = new URL(variables.AWS_ENDPOINT_URL ?? '')
	const credentials = {
		accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
		secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
	}
	const s3 = new S3Client({ endpoint: endpoint.origin, region: REGION, credentials, forcePathStyle: true })
	const telltale = `${endpoint.origin}/${Bucket}/index.html?${wronglySigned(credentials.accessKeyId)}`
	const Body = hostilePage(site, telltale)
	const ContentType = 'text/html'
	await s3.send(new PutObjectCommand({ Bucket, Key: 'index.html', Body, ContentType }))
	await s3.send(
		new PutObjectCommand({ Bucket, Key: 'worker.js', Body: '//', ContentType: 'text/javascript' }),
	)
	await s3.send(
		new PutBucketWebsiteCommand({
			Bucket,
			WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } },
		}),
	)
	await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))
	await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: OPEN_TO_ALL }))
	const label = credentials.accessKeyId.slice(4, 12).toLowerCase()
	return {
		shared: [
			await presigned(s3, endpoint, endpoint.hostname, `/${Bucket}/index.html`),
			await presigned(s3, endpoint, `${Bucket}.${endpoint.hostname}`, '/index.html'),
			`${endpoint.origin}/_emulator/sites/${label}/${Bucket}/`,
		],
		own: `http://${Bucket}.${label}.s3-website.${REGION}.${endpoint.host}/`,
		telltale,
	}
}

const OPEN_TO_ALL = JSON.stringify({
	Version: '2012-10-17',
	Statement: [
		{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
	],
})

function wronglySigned(accessKeyId: string): URLSearchParams {
	const at = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
	return new URLSearchParams({
		'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
		'X-Amz-Credential': `${accessKeyId}/${at.slice(0, 8)}/${REGION}/s3/aws4_request`,
		'X-Amz-Date': at,
		'X-Amz-Expires': '600',
		'X-Amz-SignedHeaders': 'cookie;host',
		'X-Amz-Signature': '0'.repeat(64),
	})
}

/** An address that the SDK's own signer has signed. */
async function presigned(s3: S3Client, endpoint: URL, hostname: string, path: string): Promise<string> {
	const { signer } = s3.config as unknown as { signer(scheme: object): Promise<Signer> }
	const host = `${hostname}:${endpoint.port}`
	const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
	const request = {
		method: 'GET',
		protocol: 'http:',
		hostname,
		port: Number(endpoint.port),
		path,
		query: {},
		headers,
	}
	const scheme = { name: 'sigv4', signingName: 's3', signingRegion: REGION, properties: {} }
	const { query } = await (await signer(scheme)).presign(
		{ ...request, clone: () => request },
		{ expiresIn: 600, signingDate: new Date() },
	)
	return `http://${host}${path}?${new URLSearchParams(query)}`
}

/** Tries all that a page may try at the site of whoever opens it, and tells on `window.taken` what it got. */
function hostilePage(site: string, telltale: string): string {
	return `<!doctype html><title>Attaque</title><body><script>
const site = ${JSON.stringify(site)}
const telltale = ${JSON.stringify(telltale)}
const read = (url) => fetch(url, { credentials: 'include' }).then((answer) => answer.text())
const framed = (url) => new Promise((resolve, reject) => {
	const frame = document.createElement('iframe')
	frame.onload = () => { try { resolve(frame.contentDocument.body.innerText) } catch (error) { reject(error) } }
	frame.src = url
	document.body.append(frame)
})
const posted = (url) => new Promise((resolve) => {
	const frame = document.createElement('iframe')
	frame.name = 'target'
	document.body.append(frame)
	const form = document.createElement('form')
	Object.assign(form, { method: 'post', action: url, target: 'target' })
	document.body.append(form)
	frame.onload = () => resolve('')
	form.submit()
})
const attempts = {
	cookies: () => document.cookie,
	page: () => read(site + '/compte'),
	frame: () => framed(site + '/compte'),
	telltale: () => read(telltale),
	framedTelltale: () => framed(telltale),
	storage: () => { localStorage.setItem('a', 'taken'); return localStorage.getItem('a') },
	worker: () => navigator.serviceWorker.register('worker.js').then(() => 'registered'),
	tossed: () => {
		for (const name of ['filiere', 'filiere-' + new URL(site).port])
			document.cookie = name + '.session_token=tossed; path=/; domain=' + new URL(site).hostname
		return ''
	},
	signedOut: () => fetch(site + '/deconnexion', { method: 'POST', mode: 'no-cors', credentials: 'include' }).then(() => ''),
	signedOutByForm: () => posted(site + '/deconnexion'),
}
const attempt = (work) => Promise.race([
	Promise.resolve().then(work),
	new Promise((resolve) => setTimeout(resolve, 5000, '')),
]).catch(() => '')
Promise.all(Object.entries(attempts).map(async ([name, work]) => [name, (await attempt(work)) ?? '']))
	.then((entries) => { window.taken = Object.fromEntries(entries) })
</script>`
}
