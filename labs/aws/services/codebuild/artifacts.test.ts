import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, expect, test } from 'vitest'
import { openBuildHost } from '#labs/guest/build-host.fixture.ts'
import { openBuilds, phaseOf } from './codebuild.fixture.ts'

const host = openBuildHost()
afterAll(host.close)

test('Artifacts that match nothing fail the build, and so does a bucket that the role may not write', async () => {
	const people = await openBuilds(host.work, [{ Action: ['s3:GetObject', 'logs:*'] }])
	const spec = (artifacts: object) =>
		JSON.stringify({ version: 0.2, phases: { build: { commands: ['touch a'] } }, artifacts })
	await people.createProject({
		source: { type: 'NO_SOURCE', buildspec: spec({ files: ['a'] }) },
		artifacts: { type: 'S3', location: 'sources', packaging: 'ZIP' },
	})
	const context = async (artifacts: object) =>
		phaseOf(await people.build({ buildspecOverride: `${spec(artifacts)}\n` }), 'UPLOAD_ARTIFACTS')?.contexts
	expect(await context({ files: ['b'] })).toEqual([
		{ statusCode: 'CLIENT_ERROR', message: 'no matching artifact paths found' },
	])
	expect(await context({ files: ['a'], 'base-directory': 'dist' })).toEqual([
		{ statusCode: 'CLIENT_ERROR', message: 'no matching base directory path found for dist' },
	])
	expect(await context({ files: ['a'] })).toEqual([
		{ statusCode: 'CLIENT_ERROR', message: expect.stringContaining('AccessDenied') },
	])
})

test('An artifact that is not packaged is put file by file, as CodeBuild does unless told otherwise', async () => {
	const people = await openBuilds(host.work)
	const spec = {
		version: 0.2,
		phases: {
			build: { commands: ['mkdir -p dist/css', 'echo hello > dist/index.html', 'echo a > dist/css/a.css'] },
		},
		artifacts: { files: ['**/*'], 'base-directory': 'dist' },
	}
	await people.createProject({
		source: { type: 'NO_SOURCE', buildspec: JSON.stringify(spec) },
		artifacts: { type: 'S3', location: 'sources', path: 'out', name: 'site' },
	})
	const build = await people.build()
	expect(build.artifacts?.location).toBe('arn:aws:s3:::sources/out/site')
	const { Contents } = await people.s3.send(new ListObjectsV2Command({ Bucket: 'sources' }))
	expect(Contents?.map(({ Key }) => Key)).toEqual(['out/site/css/a.css', 'out/site/index.html'])
	const page = await people.s3.send(new GetObjectCommand({ Bucket: 'sources', Key: 'out/site/index.html' }))
	expect(await page.Body?.transformToString()).toBe('hello\n')
})

test('With a slash for its name, an artifact that is not packaged lies at the root of its bucket', async () => {
	const people = await openBuilds(host.work)
	const spec = { version: 0.2, phases: { build: { commands: ['touch a'] } }, artifacts: { files: ['a'] } }
	await people.createProject({
		source: { type: 'NO_SOURCE', buildspec: JSON.stringify(spec) },
		artifacts: { type: 'S3', location: 'sources', name: '/', packaging: 'NONE' },
	})
	expect((await people.build()).buildStatus).toBe('SUCCEEDED')
	const { Contents } = await people.s3.send(new ListObjectsV2Command({ Bucket: 'sources' }))
	expect(Contents?.map(({ Key }) => Key)).toEqual(['a'])
})
