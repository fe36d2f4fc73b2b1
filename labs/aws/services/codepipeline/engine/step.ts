import type { Call } from '../../../service.ts'
import { stepJob } from '../jobs/apply-report.ts'
import { poll } from '../triggers/polling.ts'
import { startByWebhook } from '../webhooks/deliver.ts'
import { resumeAction } from './action-run.ts'
import { resumeRule } from './conditions.ts'
import { arriveAt, driveStage } from './run.ts'

/** Moves on what a scheduled moment was asked for. */
export async function step(subject: string, call: Call): Promise<void> {
	const [kind, first = '', execution = '', stage = ''] = subject.split('|')
	if (kind === 'arrive') return arriveAt(call, first, execution, stage)
	if (kind === 'poll') return poll(call, first)
	if (kind === 'webhook') return startByWebhook(call, first)
	if (kind === 'job') return stepJob(call, first, execution)
	if (kind === 'rule') {
		const check = await resumeRule(call, first)
		if (check) await driveStage(call, check.pipeline, check.executionId, check.stage)
		return
	}
	if (kind !== 'action') throw new Error(`CodePipeline has no step ${subject}`)
	const attempt = await resumeAction(call, first)
	if (attempt) await driveStage(call, attempt.pipeline, attempt.executionId, attempt.stage)
}
