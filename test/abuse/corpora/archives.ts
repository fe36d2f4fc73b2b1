import { zipSync } from 'fflate'
import { siteDemo } from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import type { Target } from '../target.ts'
import { abuse } from './abuse.ts'

const MEBIBYTE = 1024 ** 2

/** Makes ready a pipeline that deploys an archive with `Extract`; to be run for the status of its deployment. */
async function deploying(target: Target, files: number, bytes: number): Promise<() => Promise<string>> {
	const names = Array.from({ length: files }, (_, at) => `${at}.bin`)
	const Body = zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array(bytes)])))
	await target.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body })
	await target.pipeline('CreatePipeline', { pipeline: siteDemo() })
	return async () => {
		await target.pass(60)
		type State = { stageStates: Array<{ latestExecution?: { status: string } }> }
		const state = await target.pipeline<State>('GetPipelineState', { name: 'site-demo' })
		return state.stageStates.at(-1)?.latestExecution?.status ?? 'none'
	}
}

export const archives = [
	abuse('a zip of 41 KB that unfolds to four files of 10 MiB', 'Succeeded', (target) =>
		deploying(target, 4, 10 * MEBIBYTE),
	),
	abuse('a zip of one file of 60 MiB', 'Succeeded', (target) => deploying(target, 1, 60 * MEBIBYTE)),
	abuse('a zip that unfolds to more than is taken', 'Failed', (target) =>
		deploying(target, 7, 10 * MEBIBYTE),
	),
	abuse('a zip of 2,000 files', 'Succeeded', (target) => deploying(target, 2_000, 1)),
	abuse('a zip of more files than are taken', 'Failed', (target) => deploying(target, 20_000, 1)),
]
