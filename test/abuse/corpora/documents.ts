import { gzipSync } from 'node:zlib'
import { siteDemo, sourceAction } from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import type { Target } from '../target.ts'
import { abuse } from './abuse.ts'

// Documents in the forms that services read, each as large as it is taken.

const MEBIBYTE = 1024 ** 2

/** As many units as there is room for between two texts. */
function filled(before: string, unit: string, after: string): string {
	return before + unit.repeat(Math.floor((MEBIBYTE - before.length - after.length) / unit.length)) + after
}

function json(name: string, operation: string, body: string | Uint8Array, unsigned?: Record<string, string>) {
	const headers = {
		'content-type': 'application/x-amz-json-1.1',
		'x-amz-target': `CodePipeline_20150709.${operation}`,
	}
	return abuse(`JSON ${name}`, 400, (target: Target) =>
		target.request('codepipeline', { headers, body: Buffer.from(body) }, unsigned),
	)
}

function form(name: string, body: string) {
	const headers = { 'content-type': 'application/x-www-form-urlencoded' }
	return abuse(`a form ${name}`, 400, (target: Target) =>
		target.request('iam', { headers, body: Buffer.from(`Action=CreateUser&Version=2010-05-08&${body}`) }),
	)
}

function xml(name: string, body: string) {
	const where = { method: 'PUT', path: '/source', query: [['tagging', ''] as [string, string]] }
	return abuse(`XML ${name}`, 400, (target: Target) =>
		target.request('s3', { ...where, body: Buffer.from(body) }),
	)
}

const stages = Array.from({ length: 50 }, (_, stage) => ({
	name: `s${stage}`,
	actions: Array.from({ length: 50 }, (_, at) => ({
		...sourceAction(),
		name: `a${at}`,
		namespace: `n${stage}-${at}`,
	})),
}))

const tags = Array.from(
	{ length: 4_500 },
	(_, at) => `Tags.member.${at}.Key=k${at}&Tags.member.${at}.Value=v`,
)

export const documents = [
	json('that nests without end', 'GetPipeline', '['.repeat(MEBIBYTE / 2) + ']'.repeat(MEBIBYTE / 2)),
	json(
		'of as many names as there is room for',
		'GetPipeline',
		`{${Array.from({ length: 80_000 }, (_, at) => `"n${at}":1`).join(',')}}`,
	),
	json(
		'of many wrong stages',
		'CreatePipeline',
		filled('{"pipeline":{"name":"a","roleArn":"b","stages":[', '{},', '{}]}}'),
	),
	json(
		'of many wrong actions',
		'CreatePipeline',
		filled('{"pipeline":{"name":"a","roleArn":"b","stages":[', '{"actions":[{},{},{}]},', '{}]}}'),
	),
	json(
		'of many wrong tags',
		'TagResource',
		filled(
			'{"resourceArn":"a","tags":[',
			`{"key":"${'%'.repeat(200)}","value":"%"},`,
			'{"key":"a","value":"b"}]}',
		),
	),
	json('of one long wrong name', 'GetPipeline', filled('{"name":"', 'a:', '"}')),
	json(
		'that is compressed and unfolds to 60 MiB',
		'GetPipeline',
		gzipSync(Buffer.alloc(60 * MEBIBYTE, ' ')),
		{ 'content-encoding': 'gzip' },
	),
	form('of as many parameters as there is room for', 'a=1&'.repeat(MEBIBYTE / 4 - 100)),
	form('of as many tags as there is room for', `UserName=x&${tags.join('&')}`),
	form('of names that nest', `${'a.'.repeat(60)}=1&`.repeat(8_000)),
	xml('that nests without end', '<a>'.repeat(MEBIBYTE / 7) + '</a>'.repeat(MEBIBYTE / 7)),
	xml(
		'that declares entities',
		'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><Tagging>&b;</Tagging>',
	),
	xml(
		'of as many entities as there is room for',
		filled('<Tagging><TagSet><Tag><Key>', '&#13;&amp;', '</Key><Value>b</Value></Tag></TagSet></Tagging>'),
	),
	xml(
		'of as many elements as there is room for',
		filled('<Tagging><TagSet>', '<Tag><Key>a</Key><Value>b</Value></Tag>', '</TagSet></Tagging>'),
	),
	xml(
		'of as many attributes as there is room for',
		`<Tagging ${Array.from({ length: 80_000 }, (_, at) => `a${at}=""`).join(' ')}/>`,
	),
	xml('of comments that do not end', filled('<Tagging>', '<!--', '</Tagging>')),
	abuse('a pipeline of 50 stages of 50 actions', 400, (target) =>
		target.call('codepipeline', 'CreatePipeline', { pipeline: siteDemo({ stages: stages as never }) }),
	),
	abuse('a deletion of 1,000 long keys', 200, (target) => {
		const Objects = Array.from({ length: 1_000 }, (_, at) => ({ Key: `${at}`.padEnd(1_000, 'k') }))
		return target.call('s3', 'DeleteObjects', { Bucket: 'source', Delete: { Objects } })
	}),
	abuse('a lifecycle of 1,000 rules', 200, (target) => {
		const Rules = Array.from({ length: 1_000 }, (_, at) => ({
			...{ ID: `${at}`, Status: 'Enabled', Filter: { Prefix: `${at}` } },
			Expiration: { Days: 1 },
		}))
		return target.call('s3', 'PutBucketLifecycleConfiguration', {
			Bucket: 'source',
			LifecycleConfiguration: { Rules },
		})
	}),
]
