import { ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline'
import { dueSteps, WORLD_SCOPE } from './aws/world/kernel.ts'
import type { Sandbox } from './aws/world/sandbox.ts'
import { createClients } from './checks/clients.ts'
import { type Lab, learnerKey } from './lab.ts'
import { startingFiles } from './lab-files.ts'
import { passTime } from './pass-time.ts'
import type { Learner } from './solution.ts'
import { zipFiles } from './zip.ts'

/** Things due before a pipeline comes to rest; more is taken for a loop. */
const STEPS_AT_MOST = 500

/** A learner at work in an open lab, under their own key. Moves the sandbox's clock. */
export function openLearner(lab: Lab, sandbox: Sandbox): Learner {
	const aws = createClients(sandbox, learnerKey(sandbox), lab.region)
	const files = startingFiles(lab)

	async function isAtRest(pipelineName: string): Promise<boolean> {
		const page = await aws.codepipeline.send(new ListPipelineExecutionsCommand({ pipelineName }))
		const statuses = (page.pipelineExecutionSummaries ?? []).map(({ status }) => status)
		return !statuses.includes('InProgress') && !statuses.includes('Stopping')
	}

	return {
		aws,
		readText(path) {
			const bytes = files[path]
			if (!bytes) throw new Error(`${lab.slug} starts without ${path}`)
			return Buffer.from(bytes).toString('utf8')
		},
		zip(folder, root = folder) {
			const prefix = root === '' ? '' : `${root}/`
			const chosen = Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`))
			return zipFiles(Object.fromEntries(chosen.map(([path, bytes]) => [path.slice(prefix.length), bytes])))
		},
		pass: (milliseconds) => passTime(sandbox, milliseconds),
		async waitForPipeline(name) {
			for (let step = 0; step < STEPS_AT_MOST; step++) {
				await sandbox.settle()
				if (await isAtRest(name)) return
				const [next] = sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
				if (!next) return
				await sandbox.setClock({ jumpTo: next.at })
			}
			throw new Error(`${name} does not come to rest`)
		},
	}
}
